import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Document, DocumentType } from '../../contract/document.ts'
import { Failure } from '../../domain/failure.ts'
import { isMemberUri } from '../../domain/member-address.ts'
import { findRecord, parseRecord } from './adding/read-corpus.ts'
import { checkRegular } from './open-regular-file.ts'
import { OriginalDamagedError, type Originals } from './originals.ts'
import { leadsToOwn, type OwnFolder } from './own-folder.ts'
import { hashedText } from './readers/record-reader.ts'
import { isSystemError } from './system-errors.ts'

/**
 * What a page may do with an original's bytes. HTML is handed over as plain text: rendered, it would run a stranger's
 * scripts where Diwan's own page runs.
 */
const mediaTypes: Record<DocumentType, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  rtf: 'application/rtf',
  html: 'text/plain',
  epub: 'application/epub+zip',
  markdown: 'text/markdown',
  text: 'text/plain',
  csv: 'text/plain',
  json: 'application/json',
  eml: 'text/plain',
  mbox: 'text/plain',
  msg: 'application/vnd.ms-outlook',
  code: 'text/plain',
  // Which picture it is, the page tells by its first bytes; none is ever drawn as SVG, which can hold scripts.
  image: 'image/*',
  record: 'application/json',
}

/**
 * The original's bytes under the document's name, when they have the hash that was read. A file by path is not held in
 * memory: its bytes come from the disk as they are asked for, and fail to if it changes after the check.
 *
 * @throws Failure ORIGINAL_UNAVAILABLE
 */
export async function openOriginal(document: Document, places: Places): Promise<File> {
  const unavailable = (reason: 'missing' | 'changed' | 'unreadable', cause?: unknown) =>
    new Failure('ORIGINAL_UNAVAILABLE', { documentId: document.id, reason }, { cause })
  if (document.contentHash === null) throw unavailable('unreadable')
  try {
    const found = await findOriginal(document, places)
    if (typeof found === 'string') throw unavailable(found)
    if (found.hash !== document.contentHash) throw unavailable('changed')
    const name = document.name.split('/').at(-1) ?? document.name
    const type = document.type === null ? 'application/octet-stream' : mediaTypes[document.type]
    return new File([found.content], name, { type, lastModified: document.modifiedAt ?? document.addedAt })
  } catch (error) {
    if (error instanceof OriginalDamagedError) throw unavailable('changed', error)
    if (isFileBlobError(error)) throw unavailable('unreadable', error)
    if (!isSystemError(error)) throw error
    throw unavailable(error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'missing' : 'unreadable', error)
  }
}

type Places = { originals: Originals; own: OwnFolder }

type Found = { content: Blob | Uint8Array<ArrayBuffer>; hash: string }

async function findOriginal(document: Document, { originals, own }: Places): Promise<Found | 'missing' | 'unreadable'> {
  if (!document.uri.startsWith('file:') || isMemberUri(document.uri)) {
    if (document.contentHash === null) return 'missing'
    return { content: await originals.read(document.contentHash), hash: document.contentHash }
  }
  const address = new URL(document.uri)
  const record = decodeURIComponent(address.hash.slice(1))
  address.hash = ''
  const path = fileURLToPath(address)
  if (await leadsToOwn(path, own)) return 'unreadable'
  return record === '' ? findFile(path) : findLine(path, record)
}

async function findFile(path: string): Promise<Found> {
  // openAsBlob names no reason; this does when there is no file. And it would wait for a pipe with the whole engine.
  await checkRegular(path)
  const content = await openAsBlob(path)
  const hash = createHash('sha256')
  for await (const piece of content.stream()) hash.update(piece)
  return { content, hash: hash.digest('hex') }
}

/** A record's hash is that of what it says, as its reader saw it. */
async function findLine(path: string, id: string): Promise<Found | 'missing'> {
  const line = await findRecord(path, id)
  const record = line === null ? null : parseRecord(line)
  if (line === null || record === null) return 'missing'
  const hash = createHash('sha256').update(hashedText(record)).digest('hex')
  return { content: new Uint8Array(line), hash }
}

/** What Node throws when a blob's file may not be read, or has changed since the blob was made. */
function isFileBlobError(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotReadableError'
}
