import { extname } from 'node:path'
import type { DocumentType } from '../../contract/document.ts'
import { detectPackage } from './readers/package-type.ts'
import { ReadRefusal } from './readers/reader.ts'

export type DetectedType = Exclude<DocumentType, 'record'>

const headBytes = 4_096
const markdownNames = new Set(['.md', '.markdown', '.mdown', '.mkd', '.mkdn', '.mdx', '.qmd', '.rmd'])
const htmlNames = new Set(['.html', '.htm', '.xhtml', '.xht'])

/**
 * What a file is, by its content. The name only tells apart what content can't: Markdown from plain text, and a piece of
 * HTML without a document around it. Throws FILE_EMPTY, FILE_TYPE_UNSUPPORTED, FILE_ENCRYPTED or FILE_DAMAGED.
 */
export async function detectType(bytes: Uint8Array, name: string): Promise<DetectedType> {
  if (bytes.length === 0) throw new ReadRefusal('FILE_EMPTY', 'the file has no bytes')
  const head = latin1(bytes.subarray(0, headBytes))
  // Readers of PDF accept junk before the header, and some producers write it.
  if (/%PDF-\d/.test(head.slice(0, 1_024))) return 'pdf'
  if (head.startsWith('PK')) return detectZip(bytes)
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) throw refuseCompoundFile(bytes)
  await refuseKnownBinary(bytes)
  return detectText(head, extname(name).toLowerCase())
}

function detectZip(bytes: Uint8Array): DetectedType {
  const type = detectPackage(bytes)
  if (type === 'archive') throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'an archive that is no document')
  return type
}

/** Word, Excel and PowerPoint store a document that has a password as a stream of this name in a compound file. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le')

function refuseCompoundFile(bytes: Uint8Array): ReadRefusal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return buffer.includes(encryptedStream)
    ? new ReadRefusal('FILE_ENCRYPTED', 'an Office document with a password')
    : new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'a compound file of old Office formats')
}

/** Textual formats that file-type knows by their head and that plain text covers. */
const plainTypes = /^(text\/|application\/(xml|json|x-ndjson|x-sh))/

async function refuseKnownBinary(bytes: Uint8Array): Promise<void> {
  const { fileTypeFromBuffer } = await import('file-type')
  const known = await fileTypeFromBuffer(bytes.subarray(0, 65_536))
  if (known === undefined || plainTypes.test(known.mime)) return
  throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', known.mime)
}

function detectText(head: string, extension: string): DetectedType {
  const start = asciiOf(head).replace(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*/, '')
  if (/^<svg[\s>]/i.test(start)) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'image/svg+xml')
  if (start.startsWith('{\\rtf')) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'application/rtf')
  if (isMail(start)) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'message/rfc822')
  if (/^<(!doctype\s+html|html[\s>])/i.test(start)) return 'html'
  if (htmlNames.has(extension) && /<[a-z!][^>]*>/i.test(start)) return 'html'
  if (/^<(head|body)[\s>]/i.test(start)) return 'html'
  return markdownNames.has(extension) ? 'markdown' : 'text'
}

const postmark = /^From \S+ (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} .*\d{4}\r?\n/

/** A mailbox, or a message: a block of headers, among them one that only messages have. */
function isMail(start: string): boolean {
  if (postmark.test(start)) return true
  const header = start.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const fields = header.match(/^[\w-]+: /gm) ?? []
  return /^[\w-]+: /.test(header) && fields.length >= 3 && /^(message-id|mime-version|received): /im.test(header)
}

/** Drops a byte order mark and the zeros of UTF-16, so that one pattern serves for all encodings. */
function asciiOf(head: string): string {
  return head.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '')
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
