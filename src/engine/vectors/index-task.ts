import type { Part } from './part.ts'
import type { Progress } from './progress.ts'
import type { IndexPlace, Neighbour } from './vectors.ts'

/** What the thread is started with. */
export type IndexThreadData = {
  folder: string
  key: Uint8Array
  partVectors: number
}

/** What the thread tells of an index after each task. */
export type ResidentState = {
  vectors: number
  /** Of them in parts that are given up, to be put into another. */
  retired: number
  kind: Part['kind']
  bytes: number
  /** It can be saved, and has something that its files do not have. */
  isUnsaved: boolean
}

export type Retirement = 'worn' | 'stained' | 'all'

/** What the thread can be asked; `index` is the number that the keeper gave it. */
export type IndexTasks = {
  /** Reads an index from its files; null when there are none, or they can't be used, which `refused` says. */
  load: (input: { index: number; place: IndexPlace }) => { progress: Progress | null; refused: string | null }
  create: (input: { index: number; place: IndexPlace; kind: Part['kind'] }) => ResidentState
  /** Vectors are packed one after the other, in the order of the chunk ids. */
  put: (input: { index: number; chunkIds: number[]; vectors: Uint8Array<ArrayBuffer> }) => ResidentState
  remove: (input: { index: number; chunkIds: number[] }) => ResidentState
  /**
   * Gives up parts of which too much is gone, or anything, or all parts; `toGraph`: what is scanned, too. What counts in
   * them is to be put into others.
   */
  retire: (input: { index: number; which: Retirement; toGraph: boolean }) => ResidentState
  listRetired: (input: { index: number; limit: number }) => number[]
  dropRetired: (input: { index: number }) => ResidentState
  search: (input: IndexSearch) => Neighbour[] | null
  /** Compares some vectors, wherever they come from. */
  compare: (input: {
    query: Float32Array<ArrayBuffer>
    limit: number
    chunkIds: number[]
    vectors: Uint8Array<ArrayBuffer>
  }) => Neighbour[]
  save: (input: { index: number; progress: Progress }) => ResidentState
  /** Forgets it, and deletes its files if wanted. */
  forget: (input: { index: number; place: IndexPlace; deleteFiles: boolean }) => null
  sweep: (input: { places: IndexPlace[] }) => null
  close: (input: null) => null
}

export type IndexSearch = {
  index: number
  query: Float32Array<ArrayBuffer>
  limit: number
  only: Float64Array<ArrayBuffer> | null
}

export type IndexTaskName = keyof IndexTasks
export type IndexTask<Name extends IndexTaskName = IndexTaskName> = {
  name: Name
  input: Parameters<IndexTasks[Name]>[0]
}

/** Code of a task for an index that the thread does not have: it is another thread, which took the place of one that died. */
export const indexLost = 'VECTOR_INDEX_LOST'

/** Errors cross threads as plain data: a structured clone of an Error has no code. */
export type IndexReply =
  | { ok: true; result: unknown }
  | { ok: false; error: { message: string; code: string | null; stack: string } }
