import type { FieldsData } from '@kenjiuno/msgreader'
import { decodeText } from './decode-text.ts'

/** The body in the forms that the message has. HTML may be bytes in the code page that the message names. */
export function readMsgBody(fields: FieldsData): { html: string | null; text: string | null } {
  const html = fields.html === undefined ? fields.bodyHtml : decodeHtml(fields.html, fields.internetCodepage)
  return { html: html?.trim() ? html : null, text: fields.body ?? null }
}

function decodeHtml(bytes: Uint8Array, codepage: number | undefined): string {
  // The encodings' library knows code pages by their numbers.
  const decoded = decodeText(bytes, codepage === undefined ? null : String(codepage))
  return decoded?.text ?? ''
}
