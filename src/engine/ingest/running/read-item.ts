import { setTimeout as delay } from 'node:timers/promises'
import type { Chunking } from '../../../contract/chunking.ts'
import type { OcrLanguage } from '../../../contract/settings.ts'
import type { Net } from '../../net/net.ts'
import type { ItemResult } from '../../store/repositories/ingestion.ts'
import type {
  ItemInput,
  ItemReference,
  ItemSource,
  PendingItem,
  Validators,
} from '../../store/repositories/job-items.ts'
import type { OriginalInput, PackedDocument } from '../../store/repositories/save-document.ts'
import type { Originals } from '../originals.ts'
import type { OwnFolder } from '../own-folder.ts'
import type { MayPass, ReadOutcome } from '../reading/extracted.ts'
import type { ReaderPool } from '../reading/reader-pool.ts'
import { mayPass } from './may-pass.ts'
import { openItem } from './open-item.ts'
import { depthOf, takeArchive, takeMembers } from './take-members.ts'

export type ItemReading = {
  pool: ReaderPool
  originals: Originals
  net: Net
  own: OwnFolder
  memoryIsShort: () => boolean
  maximumBytes: number
  timeoutMs: number
  /** Languages that scans and pictures are recognised in; null when that is switched off. */
  ocr: { languages: readonly OcrLanguage[] } | null
  /** How the library's documents are cut; changes when the job hears of it. */
  chunking: Chunking
  /** Content that the library has already is read once more. */
  again: boolean
  signal: AbortSignal
  /** Adds files that were found inside an item to its job; false when that would be more than one file may hold. */
  addMembers(item: ItemReference, members: ItemInput[]): Promise<boolean>
  /** Whether a file of a bound folder holds what was moved there since the folder was compared. */
  hasMovedHere(item: PendingItem, contentHash: string): Promise<boolean>
}

type Read = {
  outcome: ReadOutcome
  chunking: Chunking
  modifiedAt: number | null
  validators?: Validators
  milliseconds: number
}

/** How reading an item ended; `mayPass` is null when trying again is of no use. */
export type ItemReadResult = {
  result: ItemResult
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
    const error = item.source.code
    const result: ItemResult = { item: reference, outcome: 'refused', error, detail: null, original: null }
    return { result, mayPass: null, milliseconds: 0 }
  }
  const read = await readTwiceIfChanged(item, reading, held)
  const { modifiedAt, milliseconds } = read
  const done = (result: ItemResult): ItemReadResult => ({ result, mayPass: null, milliseconds })
  const { status, contentHash: foundHash } = read.outcome
  if (status !== 'unchanged' && foundHash !== null && (await reading.hasMovedHere(item, foundHash))) {
    return done({ item: reference, outcome: 'moved' })
  }
  const unfolded = await unfoldMembers(target, read.outcome, { reading, held })
  const { outcome, members } = unfolded
  const validators = read.validators === undefined ? {} : { validators: read.validators }
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
    return done({
      item: reference,
      outcome: 'read',
      document: { ...toDocument(original, outcome, members), chunking: read.chunking },
      members,
    })
  }
  if (outcome.status === 'expanded') {
    return done({ item: reference, outcome: 'expanded', original, members, kept: unfolded.kept })
  }
  if (outcome.status === 'unchanged') throw new Error('a reader called content unchanged that was not known')
  return {
    result: { item: reference, outcome: 'refused', error: outcome.code, detail: outcome.detail, original },
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
  if (!reading.again && isKept(item.source) && item.known?.contentHash === item.source.hash) {
    // Kept by its hash, so equal without a look.
    return {
      outcome: { status: 'unchanged', contentHash: item.source.hash, bytes: item.bytes },
      chunking: reading.chunking,
      modifiedAt: item.modifiedAt,
      milliseconds: 0,
    }
  }
  const begun = performance.now()
  const chunking = reading.chunking
  const opened = await openItem(item, reading, held)
  const opening = performance.now() - begun
  if ('refused' in opened)
    return { outcome: opened.refused, chunking, modifiedAt: item.modifiedAt, milliseconds: opening }
  const outcome = await reading.pool.read(
    {
      ...opened.source,
      name: opened.readAs ?? item.name,
      maximumBytes: reading.maximumBytes,
      timeoutMs: reading.timeoutMs,
      ocr: reading.ocr,
      chunking,
      depth: depthOf(item),
      ...(item.known === null || reading.again ? {} : { knownHash: item.known.contentHash }),
    },
    { signal: reading.signal },
  )
  const { modifiedAt, validators } = opened
  return {
    outcome,
    chunking,
    modifiedAt,
    milliseconds: opening + outcome.milliseconds,
    ...(validators === undefined ? {} : { validators }),
  }
}

/** Takes what a file holds beside itself: the attachments of a mail, all that is in an archive. */
async function unfoldMembers(
  { item, jobId }: { item: PendingItem; jobId: string },
  outcome: ReadOutcome,
  { reading, held }: { reading: ItemReading; held: DisposableStack },
): Promise<{ outcome: ReadOutcome; members: ItemInput[]; kept: string[] }> {
  const { originals } = reading
  if (outcome.status === 'read') {
    return { outcome, members: await takeMembers(item, outcome.members, { originals, held }), kept: [] }
  }
  if (outcome.status !== 'expanded') return { outcome, members: [], kept: [] }
  const taken = await takeArchive(item, outcome, {
    originals,
    held,
    readFrom: (next) => readFurther({ item, contentHash: outcome.contentHash }, next, reading),
    addMembers: (members) => reading.addMembers({ jobId, ordinal: item.ordinal }, members),
  })
  return 'status' in taken ? { outcome: taken, members: [], kept: [] } : { outcome, ...taken }
}

/** The further members of an archive; what does not lie on a disk of its own is kept by its hash. */
async function readFurther(
  { item, contentHash }: { item: PendingItem; contentHash: string },
  fromMember: number,
  { pool, originals, own, maximumBytes, timeoutMs, signal }: ItemReading,
): Promise<ReadOutcome> {
  const { source, name } = item
  const bytes = source.kind === 'path' ? { path: source.path, own } : { bytes: await originals.read(contentHash) }
  return pool.read({ ...bytes, name, maximumBytes, timeoutMs, depth: depthOf(item), fromMember }, { signal })
}

function isKept(source: ItemSource): source is ItemSource & { hash: string } {
  return source.kind === 'upload' || source.kind === 'member'
}

function toDocument(
  original: OriginalInput,
  { document, content }: ReadOutcome & { status: 'read' },
  members: readonly ItemInput[],
): PackedDocument {
  // Their places inside the document tell later whether all of them came into the library.
  const places = members.map(({ uri }) => uri.slice(original.uri.length + '!/'.length))
  const report = members.length === 0 ? document.report : { ...document.report, members: places }
  return { ...original, ...document, report, title: document.title ?? original.name, content }
}
