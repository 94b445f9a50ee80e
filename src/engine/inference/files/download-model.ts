import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { pauseBeforeRetry } from '../../../domain/backoff.ts'
import { Failure } from '../../../domain/failure.ts'
import type { Net } from '../../net/net.ts'
import { NetError } from '../../net/net-error.ts'
import type { CatalogueFile, CatalogueModel } from '../catalogue/catalogue.ts'
import { ModelError } from '../model-runner.ts'
import { downloadFile } from './download-file.ts'
import { pathOf } from './find-weights.ts'
import { type LockedFile, lockFile, writeLock } from './model-lock.ts'

export type DownloadProgress = {
  done: number
  /** Of all files; what is not known yet is taken from the catalogue. */
  total: number
}

export type ModelDownload = {
  model: CatalogueModel
  /** Address of the hub. */
  hub: string
  /** Where the model comes to lie. It is there when it is whole, and not before. */
  folder: string
  net: Net
  onProgress: (progress: DownloadProgress) => void
  signal: AbortSignal
  /** Passes the time before a broken download goes on. Rejects with the signal's reason. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** What an interrupted download has learnt, beside its files. */
const DownloadState = z.object({
  /** All files are taken of one commit, whatever is published in between. */
  revision: z.string(),
  etags: z.record(z.string(), z.string()),
  finished: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string(), modifiedAt: z.number() })),
})
type DownloadState = z.infer<typeof DownloadState>

const stateName = 'download.json'

/** What has come of a model that is not whole yet. */
export const partialFolder = (folder: string): string => `${folder}.part`

/**
 * Downloads a model's files one after another; goes on where an earlier call stopped.
 *
 * @throws ModelError MODEL_FAILED for a wrong checksum, MODEL_UNREACHABLE, NETWORK_OFFLINE; Failure DISK_FULL; the signal's
 * reason. What has come stays for the next call.
 */
export async function downloadModel(download: ModelDownload): Promise<void> {
  try {
    await downloadAll(download)
  } catch (error) {
    throw translate(error)
  }
}

async function downloadAll({ model, folder, signal, onProgress, ...rest }: ModelDownload): Promise<void> {
  signal.throwIfAborted()
  const partial = partialFolder(folder)
  await mkdir(partial, { recursive: true })
  const state = await readState(partial, model)
  const sizes = new Map(model.files.map(({ path, bytes }) => [path, bytes]))
  const arrived = new Map<string, number>()
  const tell = (path: string, done: number, total: number | null) => {
    arrived.set(path, done)
    sizes.set(path, Math.max(done, total ?? sizes.get(path) ?? 0))
    const sum = (values: Iterable<number>) => [...values].reduce((whole, each) => whole + each, 0)
    onProgress({ done: sum(arrived.values()), total: sum(sizes.values()) })
  }
  for (const file of model.files) {
    const finished = state.finished.find(({ path }) => path === file.path)
    const task = { ...rest, model, partial, file, state, signal, tell }
    const locked = finished !== undefined && (await isStill(partial, finished)) ? finished : await fetchFile(task)
    tell(file.path, locked.bytes, locked.bytes)
  }
  await writeLock(partial, state.finished)
  await rm(join(partial, stateName), { force: true })
  // An earlier model of this name is whole too, and gives way only now.
  await rm(folder, { recursive: true, force: true })
  await mkdir(dirname(folder), { recursive: true })
  await rename(partial, folder)
}

type FileTask = Pick<ModelDownload, 'hub' | 'model' | 'net' | 'wait' | 'signal'> & {
  partial: string
  file: CatalogueFile
  state: DownloadState
  tell: (path: string, done: number, total: number | null) => void
}

/** A line that breaks is taken up again, as often as it goes on in between. */
async function fetchFile(task: FileTask): Promise<LockedFile> {
  const { file, tell } = task
  let tries = 0
  let farthest = 0
  for (;;) {
    let reached = 0
    try {
      return await fetchOnce(task, (done, total) => {
        reached = done
        tell(file.path, done, total)
      })
    } catch (error) {
      if (!isPassing(error)) throw error
      tries = reached > farthest ? 1 : tries + 1
      farthest = Math.max(farthest, reached)
      const pause = pauseBeforeRetry({ tries, askedMs: null, random: Math.random() })
      if (pause === null) throw error
      await task.wait(pause, task.signal)
    }
  }
}

async function fetchOnce(
  { hub, model, net, partial, file, state, signal }: FileTask,
  onProgress: (done: number, total: number | null) => void,
): Promise<LockedFile> {
  const { sha256, commit } = await downloadFile({
    net,
    url: `${hub}/${model.repository}/resolve/${state.revision}/${file.path}`,
    path: pathOf(partial, file.path),
    etag: state.etags[file.path] ?? null,
    sha256: file.sha256,
    bytes: file.bytes,
    signal,
    async onBegin(etag) {
      if (etag === null) delete state.etags[file.path]
      else state.etags[file.path] = etag
      await writeState(partial, state)
    },
    onProgress: ({ done, total }) => onProgress(done, total),
  })
  const locked = await lockFile(partial, file.path, sha256)
  state.finished = [...state.finished.filter(({ path }) => path !== file.path), locked]
  state.revision = model.revision ?? commit ?? state.revision
  await writeState(partial, state)
  return locked
}

async function readState(partial: string, model: CatalogueModel): Promise<DownloadState> {
  const fresh = { revision: model.revision ?? 'main', etags: {}, finished: [] }
  try {
    const state = DownloadState.parse(JSON.parse(await readFile(join(partial, stateName), 'utf8')))
    // A catalogue that names another commit than the one that was begun has the last word.
    return model.revision === null || state.revision === model.revision ? state : fresh
  } catch (error) {
    const isUnusable = error instanceof SyntaxError || error instanceof z.ZodError
    if (isUnusable || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return fresh
    throw error
  }
}

async function writeState(partial: string, state: DownloadState): Promise<void> {
  const path = join(partial, stateName)
  await writeFile(`${path}.new`, JSON.stringify(state), { flush: true })
  await rename(`${path}.new`, path)
}

async function isStill(partial: string, { path, bytes, modifiedAt }: LockedFile): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(pathOf(partial, path))
    return size === bytes && mtimeMs === modifiedAt
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ModelError) return error.isTransient
  return error instanceof NetError && (error.code === 'UNREACHABLE' || error.code === 'TIMEOUT')
}

function translate(error: unknown): unknown {
  if (error instanceof NetError) {
    if (error.code === 'OFFLINE') return new ModelError('NETWORK_OFFLINE', error.message, { cause: error })
    return new ModelError('MODEL_UNREACHABLE', error.message, { isTransient: isPassing(error), cause: error })
  }
  if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    return new Failure('DISK_FULL', {}, { cause: error })
  }
  return error
}
