import { finishedJobStates } from '../../../contract/jobs.ts'
import { isFailure } from '../../../domain/failure.ts'
import { cleanUploadName, uploadUri } from '../../../domain/upload-name.ts'
import type { ItemInput } from '../../store/repositories/job-items.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import type { Store } from '../../store/store.ts'
import type { Originals } from '../originals.ts'
import { type IngestSettings, maximumBytesOf } from '../running/item-trial.ts'
import { type IngestPayload, labelOf } from './add-paths.ts'

export type UploadedFile = {
  /** Path inside what was dropped, or the file's own name; only ever shown. */
  name: string
  file: Blob
  modifiedAt?: number | null | undefined
}

export type AddUploads = {
  library: string
  /** A job that these files join when it is of this library and has not finished. */
  jobId?: string | undefined
  files: readonly UploadedFile[]
  /** A file gets a number rather than become a new version of what the library has under its name. */
  keepOthers?: boolean
}

export type UploadRooms = { store: Store; originals: Originals; settings: () => Promise<IngestSettings> }

/**
 * Stores the bytes first, then all items in one transaction. When something fails between, nothing points at the bytes,
 * and the next sweep takes them.
 */
export async function addUploads(rooms: UploadRooms, input: AddUploads): Promise<StoredJob> {
  const { store, originals } = rooms
  const { id: library } = await store.read('libraries.get', { library: input.library })
  const maximumBytes = maximumBytesOf(await rooms.settings())
  const pinned: string[] = []
  try {
    const items: ItemInput[] = []
    for (const upload of input.files) {
      const item = await storeUpload(upload, { originals, maximumBytes })
      if (item.source.kind === 'upload') pinned.push(item.source.hash)
      items.push({ ...item, keepOthers: input.keepOthers ?? false })
    }
    return (
      (await joinJob(store, { library, jobId: input.jobId, items })) ?? (await createJob(store, { library, items }))
    )
  } finally {
    for (const hash of pinned) originals.unpin(hash)
  }
}

async function storeUpload(
  { name: sentName, file, modifiedAt = null }: UploadedFile,
  { originals, maximumBytes }: { originals: Originals; maximumBytes: number },
): Promise<ItemInput> {
  const name = cleanUploadName(sentName)
  const item = { name, uri: uploadUri(name), bytes: file.size, modifiedAt }
  const stored = file.size > maximumBytes ? null : await originals.put(file.stream(), maximumBytes)
  if (stored === null) return { ...item, source: { kind: 'oversized' } }
  return { ...item, bytes: stored.bytes, source: { kind: 'upload', hash: stored.hash } }
}

/** Null when there is no such job of this library that could still take them. */
async function joinJob(
  store: Store,
  { library, jobId, items }: { library: string; jobId: string | undefined; items: ItemInput[] },
): Promise<StoredJob | null> {
  if (jobId === undefined) return null
  try {
    const job = await store.read('jobs.get', { jobId })
    if (job.libraryId !== library || finishedJobStates.includes(job.state)) return null
    return await store.write('jobs.addItems', { jobId, items })
  } catch (error) {
    // It may finish, or be deleted with its library, at any moment until the items are in.
    if (isFailure(error) && (error.code === 'JOB_STATE' || error.code === 'JOB_NOT_FOUND')) return null
    throw error
  }
}

function createJob(store: Store, { library, items }: { library: string; items: ItemInput[] }): Promise<StoredJob> {
  const payload: IngestPayload = { version: 1, format: 'files', roots: [] }
  const dropped = new Set(items.map(({ name }) => name.split('/', 1)[0] ?? name))
  return store.write('jobs.create', {
    kind: 'ingest',
    library,
    label: labelOf([...dropped]),
    payload: JSON.stringify(payload),
    listing: false,
    items,
    now: Date.now(),
  })
}
