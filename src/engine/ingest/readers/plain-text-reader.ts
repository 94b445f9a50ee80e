import { unifyLineEnds } from './clean-text.ts'
import { decodeText } from './decode-text.ts'
import { DocumentBuilder } from './document-builder.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/** Paragraphs are what empty lines set apart; their own line breaks stay, since plain text lays itself out. */
export const readPlainText: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  return paragraphsOf(decoded)
}

export function paragraphsOf(decoded: { text: string; lossy: boolean }) {
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  for (const paragraph of unifyLineEnds(decoded.text).split(/\n[^\S\n]*\n\s*?(?=\S|$)/)) {
    builder.add('paragraph', paragraph)
  }
  return builder.finish('text')
}
