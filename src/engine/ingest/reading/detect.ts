import { extname } from 'node:path'
import type { DocumentType } from '../../../contract/document.ts'
import { detectLanguage } from '../readers/code/languages.ts'
import { looksLikeCsv } from '../readers/data/csv-dialect.ts'
import { isJsonName, looksLikeJson } from '../readers/data/json-detection.ts'
import { pictureFormat } from '../readers/image/picture-size.ts'
import { detectMail } from '../readers/mail/mail-detection.ts'
import { detectPackage } from '../readers/office/package-type.ts'
import { ReadRefusal } from '../readers/reader.ts'

/** `archive` is a bundle of files, each of which is a document of its own. */
export type DetectedType = Exclude<DocumentType, 'record'> | 'archive'

const headBytes = 4_096
const markdownNames = new Set(['.md', '.markdown', '.mdown', '.mkd', '.mkdn', '.mdx', '.qmd', '.rmd'])
const csvNames = new Set(['.csv', '.tsv', '.tab'])
/** Names that say nothing of what a text is. */
const freeNames = new Set(['', '.txt', '.dat'])
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
  if (head.startsWith('PK')) return detectPackage(bytes)
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return detectCompoundFile(bytes)
  if (pictureFormat(bytes) !== null) return 'image'
  await refuseKnownBinary(bytes)
  return detectText(head, name)
}

/** Word, Excel and PowerPoint store a document that has a password as a stream of this name in a compound file. */
const encryptedStream = Buffer.from('EncryptedPackage', 'utf16le')

/** A stream that every Outlook message has, [MS-OXMSG] 2.4. */
const messageStream = Buffer.from('__properties_version1.0', 'utf16le')

function detectCompoundFile(bytes: Uint8Array): DetectedType {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.includes(messageStream)) return 'msg'
  if (buffer.includes(encryptedStream)) throw new ReadRefusal('FILE_ENCRYPTED', 'an Office document with a password')
  const legacy = legacyStreams.find(({ name }) => buffer.includes(name))
  throw legacy === undefined
    ? new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'a compound file that is no document')
    : new ReadRefusal('FILE_TYPE_LEGACY', `${legacy.format} of before 2007, to be saved in a format of today`)
}

/** The streams in which the formats of before 2007 keep their text. */
const legacyStreams = [
  { name: Buffer.from('WordDocument', 'utf16le'), format: 'DOC' },
  { name: Buffer.from('PowerPoint Document', 'utf16le'), format: 'PPT' },
  { name: Buffer.from('Workbook', 'utf16le'), format: 'XLS' },
  { name: Buffer.from('B\0o\0o\0k\0\0\0', 'latin1'), format: 'XLS' },
]

/** Textual formats that file-type knows by their head and that plain text covers. */
const plainTypes = /^(text\/|application\/(xml|json|x-ndjson|x-sh|rtf))/

async function refuseKnownBinary(bytes: Uint8Array): Promise<void> {
  const { fileTypeFromBuffer } = await import('file-type')
  const known = await fileTypeFromBuffer(bytes.subarray(0, 65_536))
  if (known === undefined || plainTypes.test(known.mime)) return
  throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', known.mime)
}

function detectText(head: string, name: string): DetectedType {
  const extension = extname(name).toLowerCase()
  const language = detectLanguage(name, asciiOf(head))
  const start = asciiOf(head).replace(/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*/, '')
  if (/^<svg[\s>]/i.test(start)) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'image/svg+xml')
  if (start.startsWith('{\\rtf')) return 'rtf'
  // Templates in PHP or Vue look like HTML, which XML may really be.
  if (language !== null && language !== 'xml') return 'code'
  const mail = detectMail(asciiOf(head))
  if (mail !== null) return mail
  if (/^<(!doctype\s+html|html[\s>])/i.test(start)) return 'html'
  if (htmlNames.has(extension) && /<[a-z!][^>]*>/i.test(start)) return 'html'
  if (/^<(head|body)[\s>]/i.test(start)) return 'html'
  if (language !== null) return 'code'
  if (markdownNames.has(extension)) return 'markdown'
  if (looksLikeJson(start) || isJsonName(extension)) return 'json'
  if (csvNames.has(extension)) return 'csv'
  return freeNames.has(extension) && looksLikeCsv(wholeLines(start)) ? 'csv' : 'text'
}

/** The lines of a head but the last, which may be cut. */
function wholeLines(head: string): string {
  const lines = head.replace(/\r\n?/g, '\n')
  return lines.slice(0, lines.lastIndexOf('\n') + 1)
}

/** Drops a byte order mark and the zeros of UTF-16, so that one pattern serves for all encodings. */
function asciiOf(head: string): string {
  return head.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '')
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
