import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { folderOf } from './folder-of.ts'
import type { GraphPart } from './graph-part.ts'
import {
  type FileAccess,
  IndexFileError,
  readList,
  readPart,
  type SavedPart,
  writeList,
  writePart,
} from './index-files.ts'
import {
  type IndexTaskName,
  type IndexTasks,
  type IndexThreadData,
  indexLost,
  type ResidentState,
} from './index-task.ts'
import { createNearest } from './nearest.ts'
import { dotProduct } from './part.ts'
import { createPlainFiles } from './plain-files.ts'
import type { Progress } from './progress.ts'
import { ResidentIndex } from './resident-index.ts'
import type { Shelf } from './shelf.ts'
import type { IndexPlace, Neighbour } from './vectors.ts'

type Asynchronous<Task extends (input: never) => unknown> = (
  input: Parameters<Task>[0],
) => ReturnType<Task> | Promise<ReturnType<Task>>

type Open = { resident: ResidentIndex; place: IndexPlace; salts: Map<string, string>; isUnsaved: boolean }

/** The indexes of a data folder that are in memory, as the thread's tasks. */
export function createIndexTasks(data: IndexThreadData): { [Name in IndexTaskName]: Asynchronous<IndexTasks[Name]> } {
  const plain = createPlainFiles(data.folder)
  const indexes = new Map<number, Open>()

  const accessTo = (place: IndexPlace): FileAccess => ({ folder: folderOf(data.folder, place), key: data.key, plain })

  function find(index: number): Open {
    const open = indexes.get(index)
    if (open === undefined) throw Object.assign(new Error('the thread does not have this index'), { code: indexLost })
    return open
  }

  function changed(index: number, change: (resident: ResidentIndex) => void): ResidentState {
    const open = find(index)
    open.isUnsaved = true
    change(open.resident)
    return stateOf(open)
  }

  return {
    async load({ index, place }) {
      try {
        const read = await loadIndex(accessTo(place), place, data.partVectors)
        if (read === null) return { progress: null, refused: null }
        indexes.set(index, read.open)
        return { progress: read.progress, refused: null }
      } catch (error) {
        if (!(error instanceof IndexFileError)) throw error
        return { progress: null, refused: error.code }
      }
    },
    async create({ index, place, kind }) {
      await rm(accessTo(place).folder, { recursive: true, force: true })
      const resident = new ResidentIndex({ dimensions: place.dimensions, kind, partVectors: data.partVectors })
      const open = { resident, place, salts: new Map(), isUnsaved: true }
      indexes.set(index, open)
      return stateOf(open)
    },
    put: ({ index, chunkIds, vectors }) =>
      changed(index, (resident) => resident.put(chunkIds, unpack(vectors, chunkIds.length * resident.dimensions))),
    remove: ({ index, chunkIds }) => changed(index, (resident) => resident.remove(chunkIds)),
    retire({ index, which, toGraph }) {
      const open = find(index)
      if (toGraph) open.resident.kind = 'graph'
      if (open.resident.retire(which)) open.isUnsaved = true
      return stateOf(open)
    },
    listRetired: ({ index, limit }) => find(index).resident.listRetired(limit),
    dropRetired: ({ index }) => changed(index, (resident) => resident.dropRetired()),
    search: ({ index, query, limit, only }) => find(index).resident.search(query, limit, only),
    compare: ({ query, limit, chunkIds, vectors }) => {
      const values = unpack(vectors, chunkIds.length * query.length)
      const nearest = createNearest<Neighbour>(limit)
      for (const [place, chunkId] of chunkIds.entries()) {
        nearest.add({ chunkId, similarity: dotProduct(values, place * query.length, query) })
      }
      return nearest.sorted()
    },
    async save({ index, progress }) {
      const open = find(index)
      if (open.resident.isGraph) await saveIndex(accessTo(open.place), open, progress)
      return stateOf(open)
    },
    async forget({ index, place, deleteFiles }) {
      indexes.delete(index)
      if (deleteFiles) await rm(accessTo(place).folder, { recursive: true, force: true })
      return null
    },
    async sweep({ places }) {
      const kept = new Set(['plain', ...places.map((place) => folderOf('', place))])
      for (const name of await readdir(data.folder)) {
        if (!kept.has(name)) await rm(join(data.folder, name), { recursive: true, force: true })
      }
      return null
    },
    close() {
      plain.close()
      return null
    },
  }
}

function stateOf({ resident, isUnsaved }: Open): ResidentState {
  const { vectors, retired, kind, bytes } = resident
  return { vectors, retired, kind, bytes, isUnsaved: isUnsaved && resident.isGraph }
}

async function loadIndex(
  access: FileAccess,
  place: IndexPlace,
  partVectors: number,
): Promise<{ open: Open; progress: Progress } | null> {
  const saved = await readList(access, place)
  if (saved === null) return null
  const resident = new ResidentIndex({ dimensions: place.dimensions, kind: 'graph', partVectors })
  for (const { file, gone, isRetired, ...rest } of saved.parts) {
    const { part, chunkIds } = await readPart(access, { file, gone, isRetired, ...rest }, place.dimensions)
    resident.restore({ part, file, chunkIds, gone, isRetired })
  }
  const salts = new Map(saved.parts.map(({ file, salt }) => [file, salt]))
  return { open: { resident, place, salts, isUnsaved: false }, progress: saved.progress }
}

/** Writes the parts that have rows which their files do not have, then the list. Searches go on meanwhile. */
async function saveIndex(access: FileAccess, open: Open, progress: Progress): Promise<void> {
  const parts: SavedPart[] = []
  open.isUnsaved = false
  try {
    for (const shelf of open.resident.shelves) {
      if (shelf.part.rows() > 0) parts.push(await savePart(access, open, shelf))
    }
    await writeList(access, { place: open.place, progress, parts })
  } catch (error) {
    open.isUnsaved = true
    throw error
  }
}

async function savePart(access: FileAccess, { salts }: Open, shelf: Shelf): Promise<SavedPart> {
  const rows = shelf.part.rows()
  if (shelf.file === null || shelf.fileRows < rows) {
    const { file, salt } = await writePart(access, shelf.part as GraphPart, shelf.chunkIds)
    salts.set(file, salt)
    Object.assign(shelf, { file, fileRows: rows })
  }
  const file = shelf.file as string
  const gone = shelf.chunkIds.flatMap((_, row) => (shelf.gone[row] === 1 ? [row] : []))
  return { file, salt: salts.get(file) as string, rows, gone, isRetired: shelf.isRetired }
}

/** Throws when the source gave vectors of another length. */
function unpack(vectors: Uint8Array<ArrayBuffer>, values: number): Float16Array<ArrayBuffer> {
  if (vectors.byteLength !== values * Float16Array.BYTES_PER_ELEMENT) {
    throw new Error(`vectors of ${vectors.byteLength} bytes instead of ${values * Float16Array.BYTES_PER_ELEMENT}`)
  }
  return new Float16Array(vectors.buffer, vectors.byteOffset, values)
}
