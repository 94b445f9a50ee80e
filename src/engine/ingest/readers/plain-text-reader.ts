import { type BlockPlace, DocumentBuilder } from './document-builder.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { unifyLineEnds } from './text/clean-text.ts'
import { decodeText } from './text/decode-text.ts'
import { type OriginalLines, originalLines } from './text/original-lines.ts'

/** Paragraphs are what empty lines set apart; their own line breaks stay, since plain text lays itself out. */
export const readPlainText: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  return paragraphsOf(decoded)
}

export function paragraphsOf(decoded: { text: string; lossy: boolean }) {
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  const text = unifyLineEnds(decoded.text)
  const original = originalLines(decoded.text)
  let line = 1
  let start = 0
  const add = (end: number, next: number) => {
    builder.add('paragraph', text.slice(start, end), placeOf(text.slice(start, end), { line, original }))
    line += text.slice(start, next).split('\n').length - 1
    start = next
  }
  for (const gap of text.matchAll(/\n[^\S\n]*\n\s*?(?=\S|$)/g)) add(gap.index, gap.index + gap[0].length)
  add(text.length, text.length)
  return builder.finish('text')
}

/** Where lines of the text and of the original are not the same, the latter are told one by one. */
function placeOf(paragraph: string, { line, original }: { line: number; original: OriginalLines }): BlockPlace {
  const place = { line: original.lineOf(line) }
  const ends = [...paragraph.matchAll(/\n/g)]
  if (ends.every((_end, index) => original.begins(line + index + 1))) return place
  const lineStarts = ends.flatMap(({ index }, place) => (original.begins(line + place + 1) ? [index + 1] : []))
  return { ...place, lineStarts }
}
