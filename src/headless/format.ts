import type { Citation } from '../contract/chat.ts'
import type { JobProgress } from '../contract/jobs.ts'
import { toPlainText } from './terminal.ts'

type Place = Pick<Citation, 'document' | 'uri' | 'page' | 'headingPath'>

/** Opens the original where the passage is: PDF viewers and browsers understand `#page=`. */
export function linkTo({ uri, page }: Pick<Place, 'uri' | 'page'>): string {
  return page === null || uri.includes('#') ? uri : `${uri}#page=${page}`
}

/** File, then page or the innermost two headings: `guide.pdf, page 3` or `guide.md › Install › Linux`. */
export function describePlace({ document, page, headingPath }: Place): string {
  const place =
    page === null
      ? headingPath
          .slice(-2)
          .map((heading) => ` › ${heading}`)
          .join('')
      : `, page ${page}`
  return toPlainText(`${document}${place}`).replaceAll('\n', ' ')
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
