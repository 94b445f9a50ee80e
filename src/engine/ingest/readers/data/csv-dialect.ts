import { CsvError, type Options, parse } from 'csv-parse/sync'

/** What parts fields, and whether quotes hold them together. */
export type CsvDialect = { delimiter: string; quotes: boolean }

const delimiters = [',', ';', '\t', '|']
const sampleRecords = 50
const sampleLength = 65_536

/** How csv-parse is to read a dialect with `\n` for line ends: rows of any width, quotes inside of words. */
export function csvOptions({ delimiter, quotes }: CsvDialect): Options {
  return {
    delimiter,
    quote: quotes ? '"' : null,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: '\n',
  }
}

/** Columns that most rows of a sample have when a delimiter parts them, and the share of rows that have as many. */
type Fit = { delimiter: string; columns: number; share: number; rows: number }

/** A dialect, and the number of fields that most rows have in it. */
export type SniffedDialect = CsvDialect & { columns: number }

/** The delimiter by which most rows have the same number of fields, and more than one; a comma when none does. */
export function sniffDialect(text: string): SniffedDialect {
  const fits = delimiters.map((delimiter) => measure(text, delimiter)).filter(({ columns }) => columns > 1)
  const [best] = fits.sort((one, other) => other.share - one.share || other.columns - one.columns)
  return { delimiter: best?.delimiter ?? ',', quotes: true, columns: best?.columns ?? 1 }
}

/** Whether text that no name tells about is a table: many rows with the same number of fields, at least three. */
export function looksLikeCsv(text: string): boolean {
  return delimiters.some((delimiter) => {
    const { columns, share, rows } = measure(text, delimiter)
    if (rows < 5 || columns < 3 || share < 1) return false
    // Behind the commas of prose stands a space, and tables of Markdown are drawn with bars.
    return delimiter === '|' ? !/^\s*\|/.test(text) : !text.slice(0, sampleLength).includes(`${delimiter} `)
  })
}

function measure(text: string, delimiter: string): Fit {
  const whole = text.length <= sampleLength
  const sample = whole ? text : text.slice(0, Math.max(0, text.lastIndexOf('\n', sampleLength)))
  const counts = new Map<number, number>()
  const rows = countRows(sample, { delimiter, counts })
  const [columns = 0, most = 0] = [...counts].sort((one, other) => other[1] - one[1])[0] ?? []
  return { delimiter, columns, share: rows === 0 ? 0 : most / rows, rows }
}

function countRows(sample: string, { delimiter, counts }: { delimiter: string; counts: Map<number, number> }): number {
  const records = readSample(sample, delimiter)
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1)
  return records.length
}

/** Without quotes when one never ends, though there may be as many that open as that close. */
function readSample(sample: string, delimiter: string): string[][] {
  const read = (quotes: boolean): string[][] =>
    parse(sample, { ...csvOptions({ delimiter, quotes }), to: sampleRecords })
  if (hasOpenQuote(sample)) return read(false)
  try {
    return read(true)
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return read(false)
    throw error
  }
}

function hasOpenQuote(text: string): boolean {
  return (text.split('"').length - 1) % 2 === 1
}
