/** What a PDF says of itself, by the names of `Metadata`. Values that are no text are left out. */
export function pdfProperties(information: Readonly<Record<string, unknown>>): Record<string, string | null> {
  const text = (name: string) => {
    const value = information[name]
    return typeof value === 'string' ? value : null
  }
  return {
    author: text('Author'),
    subject: text('Subject'),
    keywords: text('Keywords'),
    producer: text('Producer'),
    creator: text('Creator'),
    language: text('Language'),
    created: toIsoTime(text('CreationDate')),
    modified: toIsoTime(text('ModDate')),
  }
}

/** `D:YYYYMMDDHHmmSSOHH'mm'`, of which only the year is required (ISO 32000-1, 7.9.4). */
const pdfTime = /^D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?/

/** ISO 8601 in UTC; a time without a zone is taken as UTC. Null when it is no time. */
export function toIsoTime(time: string | null): string | null {
  const match = pdfTime.exec(time ?? '')
  if (match === null) return null
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', , sign, hours, minutes = '00'] =
    match
  const zone = sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
