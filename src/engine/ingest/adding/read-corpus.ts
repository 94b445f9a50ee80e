import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { Metadata } from '../../../contract/document.ts'
import type { FileErrorCode } from '../../../contract/errors.ts'
import { asOutermostUri } from '../../../domain/member-address.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import { openRegularFile } from '../open-regular-file.ts'
import { leadsToOwn, type OwnFolder } from '../own-folder.ts'
import type { RecordContent } from '../readers/record-reader.ts'
import { toFileError } from '../system-errors.ts'
import { corpusName } from './add-paths.ts'

const RecordId = z.union([z.string().min(1), z.number()]).transform(String)

/** A line of a BEIR corpus. Other fields are passed over; sets differ in what they leave out, and some write `id`. */
const CorpusRecord = z.object({
  _id: z.unknown().optional(),
  id: z.unknown().optional(),
  title: z.string().nullish(),
  text: z.string().nullish(),
  metadata: z.unknown().optional(),
})

export type CorpusRecord = RecordContent & { id: string }

const pieceBytes = 1_048_576

/** A line as long as this is not a record; it becomes one refused item. */
const longestLine = 16 * pieceBytes

type Line = { number: number; offset: number; bytes: Buffer; tooLong: boolean }

/** The record of one line; null when it is none. */
export function parseRecord(line: Uint8Array): CorpusRecord | null {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(line)
    const parsed = CorpusRecord.safeParse(JSON.parse(decoded))
    if (!parsed.success) return null
    const { _id, title, text, metadata } = parsed.data
    const id = RecordId.safeParse(_id ?? parsed.data.id)
    if (!id.success) return null
    return { id: id.data, title: title ?? '', text: text ?? '', metadata: readMetadata(metadata) }
  } catch (error) {
    // Not UTF-8 (TypeError) or not JSON.
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

/** What sets say of a record beside its text: values that are words or numbers, under names that a document may have. */
function readMetadata(metadata: unknown): Metadata {
  const entries = typeof metadata === 'object' && metadata !== null ? Object.entries(metadata) : []
  const plain = entries.flatMap(([name, value]): [string, string][] =>
    ['string', 'number', 'boolean'].includes(typeof value) && value !== ''
      ? [[name, String(value).slice(0, 2_000).toWellFormed()]]
      : [],
  )
  return Object.fromEntries(plain.filter(([name]) => Metadata.safeParse({ [name]: '' }).success))
}

/**
 * Each line of a folder's corpus as an item that names its bytes, so that a record can be read again without the lines
 * before it. When a set has an `_id` twice, the first line counts. A line that is no record is a refused item.
 */
export async function* scanCorpus(
  folder: string,
  { signal, own }: { signal: AbortSignal; own: OwnFolder },
): AsyncGenerator<ItemInput> {
  const path = join(folder, corpusName)
  const corpusUri = asOutermostUri(pathToFileURL(path).href)
  try {
    if (await leadsToOwn(path, own)) {
      yield refusedCorpus(corpusUri, 'FILE_UNREADABLE')
      return
    }
    await using handle = await openRegularFile(path)
    yield* scanLines(handle, { path, corpusUri, signal })
  } catch (error) {
    yield refusedCorpus(corpusUri, toFileError(error))
  }
}

function refusedCorpus(uri: string, code: FileErrorCode): ItemInput {
  return { name: corpusName, uri, source: { kind: 'refused', code }, bytes: 0, modifiedAt: null }
}

async function* scanLines(
  handle: FileHandle,
  corpus: { path: string; corpusUri: string; signal: AbortSignal },
): AsyncGenerator<ItemInput> {
  const { path, corpusUri } = corpus
  const modifiedAt = Math.max(0, Math.floor((await handle.stat()).mtimeMs))
  for await (const line of readLines(handle)) {
    if (corpus.signal.aborted) return
    const record = line.tooLong ? null : parseRecord(line.bytes)
    const address = { bytes: line.bytes.length, modifiedAt }
    if (record === null) {
      const code = line.tooLong ? 'FILE_TOO_LARGE' : 'FILE_DAMAGED'
      const name = `${corpusName}:${line.number}`
      yield { ...address, name, uri: `${corpusUri}#line=${line.number}`, source: { kind: 'refused', code } }
      continue
    }
    yield {
      ...address,
      name: record.id,
      uri: recordUri(corpusUri, record.id),
      source: { kind: 'line', path, offset: line.offset, length: line.bytes.length },
    }
  }
}

function recordUri(corpusUri: string, id: string): string {
  return `${corpusUri}#${encodeURIComponent(id.toWellFormed())}`
}

/** The bytes of one line that `scanCorpus` has named; fewer when the file has been cut since. */
export async function readLine(source: { path: string; offset: number; length: number }): Promise<Buffer> {
  await using handle = await openRegularFile(source.path)
  const buffer = Buffer.alloc(source.length)
  const { bytesRead } = await handle.read(buffer, 0, source.length, source.offset)
  return buffer.subarray(0, bytesRead)
}

/** The line of a record that is named by its address; null when the corpus has it no more. */
export async function findRecord(path: string, id: string): Promise<Buffer | null> {
  await using handle = await openRegularFile(path)
  for await (const line of readLines(handle)) {
    if (!line.tooLong && parseRecord(line.bytes)?.id === id) return line.bytes
  }
  return null
}

/** Lines that are not empty, without their ends. Of one that is too long only its place is told. */
async function* readLines(handle: FileHandle): AsyncGenerator<Line> {
  let rest: Buffer[] = []
  let restBytes = 0
  let offset = 0
  let number = 0

  const take = (end: Buffer): Line => {
    number += 1
    const length = restBytes + end.length
    const tooLong = length > longestLine
    const bytes = tooLong ? Buffer.alloc(0) : Buffer.concat([...rest, end])
    const line = { number, offset, bytes: withoutReturn(bytes), tooLong }
    offset += length + 1
    rest = []
    restBytes = 0
    return line
  }

  for await (const piece of readPieces(handle)) {
    let start = 0
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
      const line = take(piece.subarray(start, end))
      start = end + 1
      if (line.tooLong || !isBlank(line.bytes)) yield line
    }
    restBytes += piece.length - start
    // Beyond the limit only the length counts.
    if (restBytes <= longestLine) rest.push(piece.subarray(start))
    else rest = []
  }
  if (restBytes > 0) {
    const line = take(Buffer.alloc(0))
    if (line.tooLong || !isBlank(line.bytes)) yield line
  }
}

async function* readPieces(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = Buffer.alloc(pieceBytes)
    const { bytesRead } = await handle.read(piece, 0, pieceBytes)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9)
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes
}
