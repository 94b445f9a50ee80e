/** A part of a date, by the number it has in a calendar. More than one value where notations differ (`03/04/2020`). */
export type DatePart = { start: number; end: number; kind: 'month' | 'number'; values: number[] }

const months = 'january february march april may june july august september october november december'.split(' ')
const month = String.raw`(?:${months.map((name) => `${name.slice(0, 3)}(?:${name.slice(3) || ''})?`).join('|')}|sept)\.?`
const day = String.raw`\d{1,2}(?:st|nd|rd|th)?`
const year = String.raw`\d{4}`

/** Groups in the order of their names; a month alone is one only after a word that goes before a date. */
const notations: readonly (readonly [RegExp, readonly ('day' | 'month' | 'year')[]])[] = [
  [/\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)/gu, ['year', 'month', 'day']],
  [/\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b/gu, ['year', 'month', 'day']],
  [new RegExp(String.raw`\b(${day})\s+(?:of\s+)?(${month}),?\s+(${year})\b`, 'giu'), ['day', 'month', 'year']],
  [new RegExp(String.raw`\b(${month})\s+(${day}),?\s+(${year})\b`, 'giu'), ['month', 'day', 'year']],
  [new RegExp(String.raw`\b(${day})[-\s](${month})[-\s](${year})\b`, 'giu'), ['day', 'month', 'year']],
  [new RegExp(String.raw`\b(${month}),?\s+(?:of\s+)?(${year})\b`, 'giu'), ['month', 'year']],
  [new RegExp(String.raw`\b(${day})\s+(?:of\s+)?(${month})(?![\p{L}\p{N}])`, 'giu'), ['day', 'month']],
  [new RegExp(String.raw`\b(${month})\s+(${day})(?![\p{L}\p{N}])`, 'giu'), ['month', 'day']],
]
const slashed = /\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\b/gu
const alone = new RegExp(
  String.raw`\b(?:in|of|since|by|until|till|from|to|during|between|and|early|late|mid|last|next|every)[\s-]+(${months.map((name) => (/^(?:march|may)$/u.test(name) ? `${name[0]?.toUpperCase()}${name.slice(1)}` : `[${name[0]?.toUpperCase()}${name[0]}]${name.slice(1)}`)).join('|')})\b`,
  'gu',
)

const hasDate = new RegExp(String.raw`\d|\b(?:${months.join('|')})\b`, 'iu')

/** Months that are no other words. */
const named = /\b(?:January|February|April|June|July|August|September|October|November|December)\b/gu

/** The parts of the dates of a text, whatever their notation. Days and years are numbers. */
export function findDates(text: string): DatePart[] {
  if (!hasDate.test(text)) return []
  const parts: DatePart[] = []
  const isFree = (start: number, end: number) => parts.every((part) => end <= part.start || start >= part.end)
  for (const match of text.matchAll(slashed)) {
    const [whole, first = '', , second = '', last = ''] = match
    const [one, two] = [Number(first), Number(second)]
    const span = { start: match.index, end: match.index + whole.length }
    if (one < 1 || two < 1 || one > 31 || two > 31 || (one > 12 && two > 12)) continue
    const asMonths = [one, two].filter((value) => value <= 12)
    parts.push({ ...span, kind: 'month', values: asMonths })
    parts.push({ ...span, kind: 'number', values: [one, two] })
    parts.push({
      ...span,
      kind: 'number',
      values: last.length === 4 ? [Number(last)] : [1900, 2000].map((c) => c + Number(last)),
    })
  }
  for (const [pattern, names] of notations) {
    for (const match of text.matchAll(pattern)) {
      if (!isFree(match.index, match.index + match[0].length)) continue
      const found = names.map((name, place) => toPart(name, match[place + 1] ?? ''))
      if (found.some((part) => part === null)) continue
      let from = match.index
      for (const [place, part] of found.entries()) {
        const written = match[place + 1] ?? ''
        const start = text.indexOf(written, from)
        from = start + written.length
        if (part !== null) parts.push({ ...part, start, end: from })
      }
    }
  }
  for (const match of text.matchAll(named)) {
    const end = match.index + match[0].length
    const part = toPart('month', match[0])
    if (part !== null && isFree(match.index, end)) parts.push({ ...part, start: match.index, end })
  }
  for (const match of text.matchAll(alone)) {
    const end = match.index + match[0].length
    const start = end - (match[1]?.length ?? 0)
    const part = toPart('month', match[1] ?? '')
    if (part !== null && isFree(start, end)) parts.push({ ...part, start, end })
  }
  return parts
}

function toPart(name: 'day' | 'month' | 'year', written: string): Pick<DatePart, 'kind' | 'values'> | null {
  if (name === 'month') {
    const value = /^\d/u.test(written)
      ? Number(written)
      : months.findIndex((known) => known.startsWith(written.slice(0, 3).toLowerCase())) + 1
    return value >= 1 && value <= 12 ? { kind: 'month', values: [value] } : null
  }
  const value = Number.parseInt(written, 10)
  return name === 'day' && (value < 1 || value > 31) ? null : { kind: 'number', values: [value] }
}
