import type { Citation } from '../contract/answers.ts'
import type { DocumentType } from '../contract/document.ts'
import type { JobProgress } from '../contract/jobs.ts'
import { pageUnit } from '../contract/page-unit.ts'
import { toPlainText } from './terminal.ts'

type Place = Pick<Citation, 'document' | 'uri' | 'type' | 'page' | 'line' | 'headingPath'>

/** Opens the original where the passage is: PDF viewers and browsers understand `#page=`. */
export function linkTo({ uri, type, page }: Pick<Place, 'uri' | 'type' | 'page'>): string {
  return type !== 'pdf' || page === null || uri.includes('#') ? uri : `${uri}#page=${page}`
}

/** File, then where in it: `guide.pdf, page 3`, `figures.xlsx, sheet Depths` or `guide.md › Install › Linux, line 12`. */
export function describePlace(place: Place): string {
  return toPlainText(`${describeSection(place)}${place.line === null ? '' : `, line ${place.line}`}`)
}

/** The place without its line, which differs from one quoted sentence to the next. */
export function describeSection({ document, type, page, headingPath }: Place): string {
  const headings = headingPath.slice(-2).map((heading) => ` › ${heading}`)
  const section = page === null ? headings.join('') : `, ${describePage(type, page, headingPath)}`
  return toPlainText(`${document}${section}`).replaceAll('\n', ' ')
}

/** `page 3`, `slide 3`, `message 3`; a sheet by its name, which is the heading over all that is on it. */
export function describePage(type: DocumentType | null, page: number, headingPath: readonly string[] = []): string {
  const unit = unitOf(type)
  return `${unit} ${(unit === 'sheet' ? headingPath[0] : undefined) ?? page}`
}

/** What the numbered parts of a format are called, `page` for one without any. */
export function unitOf(type: DocumentType | null): string {
  return (type === null ? null : pageUnit(type)) ?? 'page'
}

/** Rising numbers as a person writes them: `1–3, 7`. */
export function listPages(pages: readonly number[]): string {
  const runs: [first: number, last: number][] = []
  for (const page of pages) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] === page - 1) run[1] = page
    else runs.push([page, page])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}

/** Text with every line after the first moved in by `margin` spaces. */
export function indent(text: string, margin: number): string {
  return toPlainText(text).replaceAll('\n', `\n${' '.repeat(margin)}`)
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** Bytes in decimal units: `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1_000 ** unit).toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`
}

export function describeProgress(progress: JobProgress): string {
  if (progress.listing && progress.total === 0) return 'Looking for files…'
  const done = progress.ready + progress.unchanged + progress.failed
  const parts = [`Reading ${done} of ${progress.total}${progress.listing ? '+' : ''} files`]
  if (progress.failed > 0) parts.push(`${progress.failed} failed`)
  if (progress.secondsLeft !== null && progress.secondsLeft >= 2)
    parts.push(`${describeSeconds(progress.secondsLeft)} left`)
  if (progress.current[0] !== undefined) parts.push(progress.current[0])
  return parts.join(' · ')
}

function describeSeconds(seconds: number): string {
  return seconds < 100 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
}

/** Rows under their heads, in columns as wide as their widest cell. */
export function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const plain = [heads, ...rows].map((row) => row.map((cell) => toPlainText(cell).replaceAll('\n', ' ')))
  const widths = heads.map((_, column) => Math.max(...plain.map((row) => (row[column] ?? '').length)))
  return plain.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
