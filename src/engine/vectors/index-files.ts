import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type GraphPart, loadGraphPart } from './graph-part.ts'
import type { PlainFiles } from './plain-files.ts'
import type { Progress } from './progress.ts'
import { openFrames, readPieces, SealedFramesError, sealFrames, writeAll } from './sealed-frames.ts'
import type { IndexPlace } from './vectors.ts'

/**
 * An index on disk: a folder with a list of its parts and a file a part. Files are written under new names and never
 * changed; the list is replaced last, in one step, so that a kill leaves the old index or the new one.
 */
const listFile = 'index'
const format = 1

/** What is in the list. `gone`: rows of the part that do not count. */
export type SavedIndex = {
  format: number
  place: IndexPlace
  progress: Progress
  parts: SavedPart[]
}
export type SavedPart = { file: string; salt: string; rows: number; gone: number[]; isRetired: boolean }

/** The files can't be used; the index has to be made anew. */
export class IndexFileError extends Error {
  override readonly name = 'IndexFileError'
  readonly code: 'VECTOR_FILE_DAMAGED' | 'VECTOR_FILE_FOREIGN'

  constructor(code: IndexFileError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type FileAccess = { folder: string; key: Uint8Array; plain: PlainFiles }

/** Writes a part under a new name, and makes sure that it is on the disk. */
export async function writePart(
  access: FileAccess,
  part: GraphPart,
  chunkIds: readonly number[],
): Promise<{ file: string; salt: string }> {
  const file = `part-${randomBytes(8).toString('hex')}`
  const ids = Buffer.from(Float64Array.from(chunkIds).buffer)
  const salt = await access.plain.with(part.bytes(), async (plainPath) => {
    part.save(plainPath)
    await using plainFile = await open(plainPath, 'r')
    return await write(access, file, chain([ids], readPieces(plainFile)))
  })
  return { file, salt }
}

/** @throws IndexFileError */
export async function readPart(
  access: FileAccess,
  saved: SavedPart,
  dimensions: number,
): Promise<{ part: GraphPart; chunkIds: number[] }> {
  return access.plain.with(saved.rows * (2 * dimensions + 200), async (plainPath) => {
    const ids = Buffer.alloc(saved.rows * Float64Array.BYTES_PER_ELEMENT)
    let taken = 0
    {
      await using plainFile = await open(plainPath, 'wx', 0o600)
      for await (const frame of read(access, saved.file, saved.salt)) {
        const ofIds = Math.min(ids.length - taken, frame.length)
        taken += frame.copy(ids, taken, 0, ofIds)
        await writeAll(plainFile, frame.subarray(ofIds))
      }
    }
    const part = load(plainPath, dimensions)
    if (part.rows() !== saved.rows) throw new IndexFileError('VECTOR_FILE_DAMAGED', 'a part has other rows')
    return { part, chunkIds: Array.from(new Float64Array(ids.buffer, ids.byteOffset, saved.rows)) }
  })
}

/** Puts the list in the place of the one before, and deletes the files that it does not name. */
export async function writeList(access: FileAccess, index: Omit<SavedIndex, 'format'>): Promise<void> {
  const content = Buffer.from(JSON.stringify({ format, ...index } satisfies SavedIndex))
  await write(access, listFile, chain([content]))
  const named = new Set([listFile, ...index.parts.map(({ file }) => file)])
  for (const name of await readdir(access.folder)) {
    if (!named.has(name)) await rm(join(access.folder, name), { recursive: true, force: true })
  }
}

/**
 * The list; null when there is none.
 *
 * @throws IndexFileError
 */
export async function readList(access: FileAccess, place: IndexPlace): Promise<SavedIndex | null> {
  const frames: Buffer[] = []
  try {
    for await (const frame of read(access, listFile, null)) frames.push(Buffer.from(frame))
  } catch (error) {
    if (error instanceof IndexFileError && codeOf(error.cause) === 'ENOENT') return null
    throw error
  }
  const saved = JSON.parse(Buffer.concat(frames).toString()) as SavedIndex
  const isOurs =
    saved.format === format &&
    saved.place.libraryId === place.libraryId &&
    saved.place.fingerprint === place.fingerprint &&
    saved.place.dimensions === place.dimensions
  if (!isOurs) throw new IndexFileError('VECTOR_FILE_FOREIGN', 'the files are of another index')
  return saved
}

async function write(access: FileAccess, name: string, source: AsyncIterable<Buffer>): Promise<string> {
  await mkdir(access.folder, { recursive: true, mode: 0o700 })
  const path = join(access.folder, name)
  const unfinished = `${path}.tmp`
  await rm(unfinished, { force: true })
  let salt: string
  {
    await using file = await open(unfinished, 'wx', 0o600)
    salt = await sealFrames(file, access.key, source)
  }
  await rename(unfinished, path)
  await syncFolder(access.folder)
  return salt
}

async function* read(access: FileAccess, name: string, salt: string | null): AsyncGenerator<Buffer> {
  let file: FileHandle
  try {
    file = await open(join(access.folder, name), 'r')
  } catch (cause) {
    if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(cause))) throw cause
    throw new IndexFileError('VECTOR_FILE_DAMAGED', 'a file is missing', { cause })
  }
  try {
    yield* openFrames(file, access.key, salt)
  } catch (cause) {
    if (!(cause instanceof SealedFramesError)) throw cause
    throw new IndexFileError('VECTOR_FILE_DAMAGED', 'a file was changed', { cause })
  } finally {
    await file.close()
  }
}

function load(path: string, dimensions: number): GraphPart {
  try {
    return loadGraphPart(path, dimensions)
  } catch (cause) {
    throw new IndexFileError('VECTOR_FILE_DAMAGED', 'a part does not load', { cause })
  }
}

/** So that the name survives a loss of power too. Windows has no such call, and no need of it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}

async function* chain(
  first: readonly Buffer[],
  rest: AsyncIterable<Buffer> | readonly Buffer[] = [],
): AsyncGenerator<Buffer> {
  yield* first
  yield* rest
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')
