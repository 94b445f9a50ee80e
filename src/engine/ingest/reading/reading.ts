import type { Chunking } from '../../../contract/chunking.ts'
import type { OcrLanguage } from '../../../contract/settings.ts'
import type { OwnFolder } from '../own-folder.ts'
import type { RecordContent } from '../readers/record-reader.ts'

/** Where the bytes come from. `bytes` are given away when the view covers its whole buffer: they move to the worker. */
export type ReadSource =
  /** `own` is refused, whatever leads to it; null where there is no data folder. */
  | { path: string; own: OwnFolder | null }
  | { bytes: Uint8Array<ArrayBuffer> }
  /** A line of a public retrieval test set: nothing to detect, only to chunk. */
  | { record: RecordContent }

export type ReadRequest = ReadSource & {
  /** Name for messages and for telling plain formats apart, such as `docs/guide.md`. */
  name: string
  /** Larger files are refused with FILE_TOO_LARGE before they are read. */
  maximumBytes: number
  /** From the moment a worker starts on it; then READ_TIMEOUT, and the worker is replaced. */
  timeoutMs: number
  /** How the document is cut; without it as a new library does. */
  chunking?: Chunking
  /** Languages to recognise pictures of text in; nothing is recognised without them. */
  ocr?: { languages: readonly OcrLanguage[] } | null
  /** How many containers the file came out of; 0 for a file of its own. */
  depth?: number
  /** Where to go on in an archive of which the members before this were delivered. */
  fromMember?: number
  /** SHA-256 in hexadecimal of the content that is already in the library. */
  knownHash?: string
}

/**
 * One reading as the worker gets it. Into `started[0]` it writes its thread id, so that the pool can watch it, and into
 * `started[1]` the number of pages it has recognised.
 */
export type ReadTask = { request: ReadRequest; started: Int32Array<SharedArrayBuffer> }
