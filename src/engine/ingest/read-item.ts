import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { ItemResult } from '../store/repositories/ingestion.ts'
import type { PendingItem } from '../store/repositories/job-items.ts'
import type { OriginalInput, PackedDocument } from '../store/repositories/save-document.ts'
import type { ReadOutcome } from './extracted.ts'
import { OriginalDamagedError, type Originals } from './originals.ts'
import type { OwnFolder } from './own-folder.ts'
import { parseRecord, readLine } from './read-corpus.ts'
import type { ReaderPool } from './reader-pool.ts'
import type { ReadSource } from './reading.ts'
import { isSystemError, toFileError } from './system-errors.ts'

export type ItemReading = {
  pool: ReaderPool
  originals: Originals
  net: Net
  own: OwnFolder
  memoryIsShort: () => boolean
  maximumBytes: number
  timeoutMs: number
  signal: AbortSignal
}

/** What one item of a job is read as, before the reader saw it: its bytes, or why there are none. */
type Opened = Fetched | { refused: ReadOutcome & { status: 'refused' } }
/** `readAs` is the name that tells plain formats apart, where the item's own does not. */
type Fetched = { source: ReadSource; modifiedAt: number | null; validators?: Validators; readAs?: string }
type Read = { outcome: ReadOutcome; modifiedAt: number | null; validators?: Validators; milliseconds: number }

/** How reading an item ended. `detail` tells the log why it was refused; `mayPass` is null when trying again is of no use. */
export type ItemReadResult = {
  result: ItemResult
  detail: string | null
  mayPass: MayPass | null
  /** What it took of a reader. */
  milliseconds: number
}

/** Long enough for a program to finish writing a file that changed while it was read. */
const settleMs = 500

/**
 * Reads one item. Resolves for every file, good or bad; rejects only when the signal is aborted or Diwan itself fails.
 * What is kept for it until its result is written down is freed with `held`.
 */
export async function readItem(
  target: { item: PendingItem; jobId: string; library: string },
  reading: ItemReading,
  held: DisposableStack,
): Promise<ItemReadResult> {
  const { item } = target
  const reference = { jobId: target.jobId, ordinal: item.ordinal }
  if (item.source.kind === 'refused') {
    const result: ItemResult = { item: reference, outcome: 'refused', error: item.source.code, original: null }
    return { result, detail: null, mayPass: null, milliseconds: 0 }
  }
  const read = await readTwiceIfChanged(item, reading, held)
  const { outcome, modifiedAt, milliseconds } = read
  const validators = read.validators === undefined ? {} : { validators: read.validators }
  const done = (result: ItemResult): ItemReadResult => ({ result, detail: null, mayPass: null, milliseconds })
  if (outcome.status === 'unchanged' && item.known !== null) {
    const { contentHash, bytes } = outcome
    const { documentId } = item.known
    return done({ item: reference, outcome: 'unchanged', documentId, contentHash, bytes, modifiedAt, ...validators })
  }
  const original: OriginalInput = {
    library: target.library,
    name: item.name,
    uri: item.uri,
    bytes: outcome.contentHash === null ? item.bytes : outcome.bytes,
    contentHash: outcome.contentHash,
    modifiedAt,
    ...validators,
  }
  if (outcome.status === 'read') {
    return done({ item: reference, outcome: 'read', document: toDocument(original, outcome) })
  }
  if (outcome.status === 'unchanged') throw new Error('a reader called content unchanged that was not known')
  return {
    result: { item: reference, outcome: 'refused', error: outcome.code, original },
    detail: outcome.detail,
    mayPass: mayPass(outcome, { source: item.source, memoryIsShort: reading.memoryIsShort() }),
    milliseconds,
  }
}

async function readTwiceIfChanged(item: PendingItem, reading: ItemReading, held: DisposableStack): Promise<Read> {
  const first = await readOnce(item, reading, held)
  const changed = first.outcome.status === 'refused' && first.outcome.code === 'FILE_CHANGED'
  // A line of a corpus that was rewritten does not come back.
  if (!changed || item.source.kind !== 'path') return first
  await delay(settleMs, undefined, { signal: reading.signal })
  return readOnce(item, reading, held)
}

async function readOnce(item: PendingItem, reading: ItemReading, held: DisposableStack): Promise<Read> {
  if (item.source.kind === 'upload' && item.known?.contentHash === item.source.hash) {
    // Kept by its hash, so equal without a look.
    return {
      outcome: { status: 'unchanged', contentHash: item.source.hash, bytes: item.bytes },
      modifiedAt: item.modifiedAt,
      milliseconds: 0,
    }
  }
  const begun = performance.now()
  const opened = await open(item, reading, held)
  const opening = performance.now() - begun
  if ('refused' in opened) return { outcome: opened.refused, modifiedAt: item.modifiedAt, milliseconds: opening }
  const outcome = await reading.pool.read(
    {
      ...opened.source,
      name: opened.readAs ?? item.name,
      maximumBytes: reading.maximumBytes,
      timeoutMs: reading.timeoutMs,
      ...(item.known === null ? {} : { knownHash: item.known.contentHash }),
    },
    { signal: reading.signal },
  )
  const { modifiedAt, validators } = opened
  return {
    outcome,
    modifiedAt,
    milliseconds: opening + outcome.milliseconds,
    ...(validators === undefined ? {} : { validators }),
  }
}

async function open(item: PendingItem, reading: ItemReading, held: DisposableStack): Promise<Opened> {
  const { source } = item
  const { originals, own } = reading
  try {
    switch (source.kind) {
      case 'path': {
        // The time of what is about to be read; a job may go on days after it listed the file.
        const { mtimeMs } = await stat(source.path)
        return { source: { path: source.path, own }, modifiedAt: Math.max(0, Math.floor(mtimeMs)) }
      }
      case 'upload':
        return { source: { bytes: await originals.read(source.hash) }, modifiedAt: item.modifiedAt }
      case 'url':
        return await fetchPage({ url: source.url, known: item.known }, reading, held)
      case 'oversized':
        return refuse('FILE_TOO_LARGE', 'refused as it was sent')
      case 'line': {
        const record = parseRecord(await readLine(source))
        if (record === null || record.id !== item.name) return refuse('FILE_CHANGED', 'the corpus was rewritten')
        return { source: { record: { title: record.title, text: record.text } }, modifiedAt: item.modifiedAt }
      }
      case 'refused':
        return refuse(source.code, 'refused while listing')
    }
  } catch (error) {
    if (error instanceof OriginalDamagedError) return refuse('FILE_DAMAGED', error.message)
    if (isSystemError(error)) return refuse(toFileError(error), error.code)
    throw error
  }
}

function refuse(code: (ReadOutcome & { status: 'refused' })['code'], detail: string): Opened {
  return { refused: { status: 'refused', contentHash: null, bytes: 0, code, detail } }
}

function toDocument(original: OriginalInput, outcome: ReadOutcome & { status: 'read' }): PackedDocument {
  const { document, content } = outcome
  return { ...original, ...document, title: document.title ?? original.name, content }
}
