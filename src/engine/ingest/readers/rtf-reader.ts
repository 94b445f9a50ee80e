import { DocumentBuilder } from './document-builder.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { RtfDocument } from './rtf/rtf-document.ts'
import { rtfTokens } from './rtf/rtf-tokens.ts'

/** Pictures and embedded objects are passed over; what they show as text is kept. */
export const readRtf: Reader = async ({ bytes }) => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const builder = new DocumentBuilder()
  const document = new RtfDocument(builder)
  for (const token of rtfTokens(source)) document.take(token)
  if (!document.isComplete) throw new ReadRefusal('FILE_DAMAGED', 'RTF that ends before its groups do')
  return builder.finish('rtf')
}
