/** What a spreadsheet would take for the beginning of a formula, also behind spaces. */
const formula = /^\s*[=+\-@\t\r]/

/** A cell as RFC 4180 has it. Text that a spreadsheet would run gets an apostrophe in front, which it shows as text. */
function toCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180): lines end with CRLF, the last one too. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(',')}\r\n`).join('')
}
