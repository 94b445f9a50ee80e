import type { ReadOutcome } from './extracted.ts'

/** Where the bytes come from. `bytes` are given away when the view covers its whole buffer: they move to the worker. */
export type ReadSource =
  | { path: string }
  | { bytes: Uint8Array<ArrayBuffer> }
  /** A line of a public retrieval test set: nothing to detect, only to chunk. */
  | { record: { title: string; text: string } }

export type ReadRequest = ReadSource & {
  /** Name for messages and for telling plain formats apart, such as `docs/guide.md`. */
  name: string
  /** Larger files are refused with FILE_TOO_LARGE before they are read. */
  maximumBytes: number
  /** From the moment a worker starts on it; then READ_TIMEOUT, and the worker is replaced. */
  timeoutMs: number
  /** SHA-256 in hexadecimal of the content that is already in the library. */
  knownHash?: string
}

export type ReaderHealth = {
  threads: number
  reading: number
  waiting: number
  /** Workers that were lost to a timeout, to memory or to a crash since the pool was made. */
  workersReplaced: number
}

export type ReaderPool = {
  /** Never rejects for a bad file. Rejects with the signal's reason when aborted, and with an Error when closed. */
  read(request: ReadRequest, options?: { signal?: AbortSignal }): Promise<ReadOutcome>
  health(): ReaderHealth
  close(): Promise<void>
}
