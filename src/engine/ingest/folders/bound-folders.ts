import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import type { BoundFolder, FolderState, WaitingFile } from '../../../contract/folders.ts'
import { Failure, isFailure } from '../../../domain/failure.ts'
import type { JobQueue } from '../../jobs/queue.ts'
import type { StoredFolder } from '../../store/repositories/folders.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import { checkPaths } from '../adding/add-paths.ts'
import { findOwnFolder } from '../own-folder.ts'
import { isSystemError } from '../system-errors.ts'
import { type FolderFollower, followFolder } from './follow-folder.ts'
import { defaultPace, type Pace } from './look-schedule.ts'
import { watchFolder } from './watch-folder.ts'

type Rules = { ignore?: readonly string[] | undefined; review?: boolean | undefined }

/** Folders that libraries follow. */
export type BoundFolders = {
  /** Follows what was bound before. To be called once, when the queue runs. */
  start(): Promise<void>
  list(library: string): Promise<BoundFolder[]>
  /** @throws Failure LIBRARY_NOT_FOUND, PATH_NOT_FOUND, PATH_UNREADABLE, PATH_UNSUPPORTED, FOLDER_OVERLAPS, DISK_FULL */
  bind(input: Rules & { library: string; path: string }): Promise<BoundFolder>
  /** @throws Failure FOLDER_NOT_FOUND, DISK_FULL */
  update(input: Rules & { folderId: string; paused?: boolean | undefined }): Promise<BoundFolder>
  /** @throws Failure FOLDER_NOT_FOUND, DISK_FULL */
  unbind(input: { folderId: string; documents: 'keep' | 'trash' }): Promise<{ id: string; documents: number }>
  /** Begins a comparison; `state` of the folder says how long it lasts. */
  reconcile(folderId: string): Promise<BoundFolder>
  waiting(input: { folderId: string; offset: number; limit: number }): Promise<{ total: number; items: WaitingFile[] }>
  review(input: {
    folderId: string
    decision: 'accept' | 'exclude'
    paths?: readonly string[] | undefined
  }): Promise<BoundFolder>
  /** Deletes a library by `work`, with its folders left alone; they are followed again when it fails. */
  withoutLibrary<Result>(library: string, work: () => Promise<Result>): Promise<Result>
  /** To be called before the queue is closed. */
  close(): Promise<void>
}

/** Documents that are put into the trash in one transaction. */
const trashedTogether = 200

export function createBoundFolders(options: {
  store: Store
  telemetry: Telemetry
  jobs: Pick<JobQueue, 'watch' | 'wake' | 'cancelUnfinished'>
  dataFolder: string
  now?: () => number
  pace?: Pace
  watch?: typeof watchFolder
}): BoundFolders {
  const { store, jobs, now = Date.now, pace = defaultPace, watch = watchFolder } = options
  const own = findOwnFolder(options.dataFolder)
  const followers = new Map<string, FolderFollower>()
  let closed = false
  /** One at a time, so that two bindings see each other. */
  let binding: Promise<unknown> = Promise.resolve()

  function follow(folderId: string): void {
    if (closed || followers.has(folderId)) return
    const follower = followFolder(folderId, { ...options, own, now, pace, watch })
    followers.set(folderId, follower)
    follower.look()
  }

  async function leave(folderId: string): Promise<void> {
    const follower = followers.get(folderId)
    followers.delete(folderId)
    await follower?.close()
  }

  function view(folder: StoredFolder): BoundFolder {
    const { id, libraryId, path, ignore, review, files, reconciledAt } = folder
    const follower = followers.get(id)
    const error = folder.error ?? follower?.failure() ?? null
    const state = stateOf(folder, { error, isBusy: follower?.isBusy() ?? false })
    return { id, libraryId, path, ignore, review, state, files, error, reconciledAt }
  }

  async function get(folderId: string): Promise<BoundFolder> {
    return view(await store.read('folders.get', { folderId }))
  }

  async function bindOne(input: Rules & { library: string; path: string }): Promise<BoundFolder> {
    const { id: library } = await store.read('libraries.get', { library: input.library })
    const path = await checkFolder(input.path)
    const real = await realpath(path)
    for (const other of await store.read('folders.list', { library })) {
      if (overlaps(real, await realPathOf(other.path))) {
        throw new Failure('FOLDER_OVERLAPS', { path: input.path, other: other.path })
      }
    }
    const { ignore = [], review = false } = input
    const folder = await store.write('folders.bind', { library, path, ignore, review, now: now() })
    follow(folder.id)
    return { ...view(folder), state: 'scanning' }
  }

  async function checkFolder(given: string): Promise<string> {
    const [path = given] = await checkPaths([given], { format: 'files', own })
    if (!(await stat(path)).isDirectory()) {
      throw new Failure('PATH_UNSUPPORTED', { path: given, reason: 'it is no folder' })
    }
    return path
  }

  async function unbind({ folderId, documents }: { folderId: string; documents: 'keep' | 'trash' }) {
    await store.read('folders.get', { folderId })
    await leave(folderId)
    try {
      await jobs.cancelUnfinished(await store.read('folders.unfinishedJobs', { folderId }))
      let trashed = 0
      for (let last = -1; documents === 'trash' && last !== 0; trashed += last) {
        last = (await store.write('folders.trashSome', { folderId, limit: trashedTogether, now: now() })).documents
      }
      const kept = await store.write('folders.unbind', { folderId })
      return { id: kept.id, documents: documents === 'trash' ? trashed : kept.documents }
    } catch (error) {
      if (!isFailure(error) || error.code !== 'FOLDER_NOT_FOUND') follow(folderId)
      throw error
    }
  }

  function lookAgain(folderId: string): void {
    follow(folderId)
    followers.get(folderId)?.look()
  }

  return {
    async start() {
      for (const { id } of await store.read('folders.list', { library: null })) follow(id)
    },
    list: async (library) => (await store.read('folders.list', { library })).map(view),
    bind(input) {
      const bound = binding.then(() => bindOne(input))
      binding = bound.catch(() => undefined)
      return bound
    },
    async update(input) {
      const folder = await store.write('folders.update', input)
      lookAgain(folder.id)
      return view(folder)
    },
    unbind,
    async reconcile(folderId) {
      const folder = await store.read('folders.get', { folderId })
      lookAgain(folderId)
      return view(folder)
    },
    waiting: (input) => store.read('folderFiles.waiting', input),
    async review(input) {
      await store.write('folderFiles.decide', input)
      lookAgain(input.folderId)
      return get(input.folderId)
    },
    async withoutLibrary(library, work) {
      const ids = (await store.read('folders.list', { library })).map(({ id }) => id)
      await Promise.all(ids.map(leave))
      try {
        return await work()
      } catch (error) {
        for (const id of ids) follow(id)
        throw error
      }
    },
    async close() {
      closed = true
      await Promise.all([...followers.keys()].map(leave))
    },
  }
}

function stateOf(folder: StoredFolder, now: { error: string | null; isBusy: boolean }): FolderState {
  if (folder.paused) return 'paused'
  if (folder.missing) return 'missing'
  if (now.error !== null) return 'failed'
  return now.isBusy || folder.reconciledAt === null ? 'scanning' : 'watching'
}

function overlaps(one: string, other: string): boolean {
  return isInside(one, other) || isInside(other, one)
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way.split(sep, 1)[0] !== '..' && !isAbsolute(way)
}

/** Links resolved; the path as it is for a folder that is missing now. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (!isSystemError(error)) throw error
    return path
  }
}
