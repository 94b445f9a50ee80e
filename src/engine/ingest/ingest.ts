import { basename } from 'node:path'
import type { Document, DocumentSelection } from '../../contract/document.ts'
import type { HealthPart } from '../../contract/health.ts'
import type { Clock } from '../jobs/clock.ts'
import type { JobRunner } from '../jobs/job-runner.ts'
import type { Net } from '../net/net.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { checkPaths, type IngestPayload, labelOf } from './adding/add-paths.ts'
import { type AddText, addText } from './adding/add-text.ts'
import { type AddUploads, addUploads } from './adding/add-uploads.ts'
import { addUrls } from './adding/add-urls.ts'
import { createOriginals } from './originals.ts'
import { findOwnFolder } from './own-folder.ts'
import { openOriginal } from './read-original.ts'
import { type ReadAttachment, readAttachment } from './reading/read-attachment.ts'
import { createReadingRoom } from './reading/reading-room.ts'
import { rereadDocuments } from './reread-documents.ts'
import type { IngestSettings } from './running/item-trial.ts'
import type { MemoryUse } from './running/memory.ts'
import { createIngestRunner } from './running/run-ingestion.ts'

/** Bad files take their reader down now and then; so many in a row speak against the readers. */
const worryingLosses = 5

/** How files get into a library. Making a job and waking the queue that runs it are two steps; the caller does both. */
export type Ingest = {
  /**
   * Makes a job that reads files and folders where they are; folders are listed by the job.
   *
   * @throws Failure LIBRARY_NOT_FOUND, PATH_NOT_FOUND, PATH_UNREADABLE, PATH_UNSUPPORTED, DISK_FULL
   */
  importPaths(input: { library: string; paths: readonly string[]; format: 'files' | 'beir' }): Promise<StoredJob>
  /**
   * Keeps the bytes of files and makes a job that reads them, or adds them to one that has not finished.
   *
   * @throws Failure LIBRARY_NOT_FOUND, DISK_FULL
   */
  upload(input: AddUploads): Promise<StoredJob>
  /**
   * Makes a job that fetches pages of the web.
   *
   * @throws Failure LIBRARY_NOT_FOUND, URL_UNSUPPORTED, DISK_FULL
   */
  addUrls(input: { library: string; urls: readonly string[] }): Promise<StoredJob>
  /**
   * Keeps a text that was typed or pasted and makes a job that reads it.
   *
   * @throws Failure LIBRARY_NOT_FOUND, DISK_FULL
   */
  addText(input: AddText): Promise<StoredJob>
  runner: JobRunner
  /**
   * The original of a document, when it is still what was read.
   *
   * @throws Failure ORIGINAL_UNAVAILABLE
   */
  readOriginal(document: Document): Promise<File>
  /**
   * Reads a file that goes with one message, and keeps nothing of it.
   *
   * @throws Failure ATTACHMENT_UNREADABLE; the signal's reason
   */
  readAttachment(file: File, signal?: AbortSignal): Promise<ReadAttachment>
  /**
   * Deletes kept bytes that nothing needs any more. To be called from time to time and after something was deleted.
   * Housekeeping that nobody has to wait for: it never rejects, a failure is logged, and the next sweep tries again.
   */
  sweep(): Promise<void>
  /** Of these content hashes, those of which Diwan keeps the bytes. */
  findKept(hashes: readonly string[]): Promise<string[]>
  /**
   * Makes jobs that read the originals of documents again, one a library.
   *
   * @throws Failure LIBRARY_NOT_FOUND, DISK_FULL
   */
  reread(selection: DocumentSelection): Promise<StoredJob[]>
  health(): Pick<HealthPart, 'status' | 'notice'>
  /** To be called when the queue is closed, and before the store is. */
  close(): Promise<void>
}

export function createIngest(options: {
  store: Store
  telemetry: Telemetry
  dataFolder: string
  /** The 32-byte data key. */
  key: Uint8Array
  settings: () => Promise<IngestSettings>
  net: Net
  clock?: Clock
  /** What is measured of the machine's memory; for trials on a machine that has little. */
  memory?: () => MemoryUse
}): Ingest {
  const { store, telemetry, settings } = options
  const originals = createOriginals(options)
  const own = findOwnFolder(options.dataFolder)
  const readingRoom = createReadingRoom(options.memory)

  async function importPaths(input: {
    library: string
    paths: readonly string[]
    format: 'files' | 'beir'
  }): Promise<StoredJob> {
    const { id } = await store.read('libraries.get', { library: input.library })
    const roots = await checkPaths(input.paths, { format: input.format, own })
    const payload: IngestPayload = { version: 1, format: input.format, roots }
    return store.write('jobs.create', {
      kind: 'ingest',
      library: id,
      label: labelOf(roots.map((root) => basename(root) || root)),
      payload: JSON.stringify(payload),
      listing: true,
      items: [],
      now: Date.now(),
    })
  }

  const closing = new AbortController()

  async function sweepOnce(): Promise<void> {
    if (closing.signal.aborted) return
    try {
      const { deleted } = await originals.sweep((hashes) =>
        store.read('documents.neededHashes', { hashes }, closing.signal),
      )
      if (deleted > 0) telemetry.log.info({ deleted }, 'originals deleted that nothing needs')
    } catch (error) {
      if (!closing.signal.aborted) telemetry.log.warn({ err: error }, 'originals that nothing needs were not deleted')
    }
  }

  // Those who ask while a sweep runs share the one after it: what they deleted may have come too late for this one.
  let running: Promise<void> | null = null
  let following: Promise<void> | null = null

  function sweep(): Promise<void> {
    if (running === null) {
      running = sweepOnce().finally(() => {
        running = null
      })
      return running
    }
    following ??= running.then(() => {
      following = null
      return sweep()
    })
    return following
  }

  return {
    importPaths,
    upload: (input) => addUploads({ store, originals, settings }, input),
    addUrls: (input) => addUrls(store, input),
    addText: (input) => addText({ store, originals, settings }, input),
    runner: createIngestRunner({ ...options, originals, own, readingRoom }),
    readOriginal: (document) => openOriginal(document, { originals, own }),
    readAttachment: (file, signal) =>
      readAttachment(
        { readingRoom, settings },
        file,
        signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]),
      ),
    sweep,
    findKept: originals.findKept,
    reread: (selection) => rereadDocuments({ store, own, signal: closing.signal }, selection),
    health() {
      const failing = (readingRoom.health()?.lostInARow ?? 0) >= worryingLosses
      return failing ? { status: 'degraded', notice: 'READERS_FAILING' } : { status: 'healthy', notice: null }
    },
    async close() {
      closing.abort()
      await (following ?? running)
      await readingRoom.close()
    },
  }
}
