import type { FieldsData } from '@kenjiuno/msgreader'
import { ReadRefusal } from '../reader.ts'
import { unpackRtf } from '../rtf/compressed-rtf.ts'
import { decodeText } from '../text/decode-text.ts'

/**
 * The body in the forms that the message has. HTML may be bytes in the code page that the message names. Outlook writes plain
 * text beside RTF; messages of other programs may have RTF alone.
 */
export async function readMsgBody(fields: FieldsData): Promise<{ html: string | null; text: string | null }> {
  const html = fields.html === undefined ? fields.bodyHtml : decodeHtml(fields.html, fields.internetCodepage)
  if (html?.trim()) return { html, text: fields.body ?? null }
  const hasOnlyRtf = !fields.body?.trim() && fields.compressedRtf !== undefined
  return { html: null, text: hasOnlyRtf ? await readRtfText(fields.compressedRtf) : (fields.body ?? null) }
}

/** Null when the RTF is empty; what is wrong with it otherwise is wrong with the message. */
async function readRtfText(compressed: Uint8Array = new Uint8Array()): Promise<string | null> {
  const { readRtf } = await import('../rtf-reader.ts')
  try {
    const bytes = unpackRtf(compressed)
    return (await readRtf({ name: 'body.rtf', bytes }, { ocr: null, recognised: () => undefined })).text
  } catch (error) {
    if (error instanceof ReadRefusal && error.code === 'FILE_EMPTY') return null
    throw error
  }
}

function decodeHtml(bytes: Uint8Array, codepage: number | undefined): string {
  // The encodings' library knows code pages by their numbers.
  const decoded = decodeText(bytes, codepage === undefined ? null : String(codepage))
  return decoded?.text ?? ''
}
