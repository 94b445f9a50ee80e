import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DocumentSelection } from '../../contract/document.ts'
import { isFailure } from '../../domain/failure.ts'
import { isMemberUri } from '../../domain/member-address.ts'
import type { SelectedDocument } from '../store/repositories/documents.ts'
import type { ItemInput, ItemSource } from '../store/repositories/job-items.ts'
import type { StoredJob } from '../store/repositories/jobs.ts'
import type { Store } from '../store/store.ts'
import { type IngestPayload, labelOf } from './adding/add-paths.ts'
import { scanCorpus } from './adding/read-corpus.ts'
import type { OwnFolder } from './own-folder.ts'
import { selectDocuments } from './select-documents.ts'

type Rooms = { store: Store; own: OwnFolder; signal: AbortSignal }

/** Items that one write adds. */
const itemsTogether = 1_000

/**
 * Makes jobs that read documents again from where they came from. What lies in the trash is left there; what can't be had
 * again, as an upload that was too large to be kept, is passed over.
 */
export async function rereadDocuments(rooms: Rooms, selection: DocumentSelection): Promise<StoredJob[]> {
  const wanted = new Map<string, Wanted>()
  for await (const documents of selectDocuments(rooms.store, selection, false)) {
    for (const document of documents) {
      const { items, records } = wanted.get(document.libraryId) ?? { items: [], records: new Set() }
      if (isRecord(document.uri)) records.add(document.uri)
      else items.push(...toItem(document))
      wanted.set(document.libraryId, { items, records })
    }
  }
  const jobs: StoredJob[] = []
  for (const [library, { items, records }] of wanted) {
    const all = [...items, ...(await findRecords(records, rooms))]
    if (all.length > 0) jobs.push(...(await createJobs(rooms.store, library, all)))
  }
  return jobs
}

/** Of one library: files, and addresses of records, which are looked up in their corpora. */
type Wanted = { items: ItemInput[]; records: Set<string> }

function toItem({ name, uri, bytes, modifiedAt, contentHash }: SelectedDocument): ItemInput[] {
  const source = sourceOf(uri, contentHash)
  return source === null ? [] : [{ name, uri, bytes, modifiedAt, source }]
}

/** Null for what has no bytes of its own to be read again. */
function sourceOf(uri: string, hash: string | null): ItemSource | null {
  if (isMemberUri(uri)) return hash === null ? null : { kind: 'member', hash, depth: uri.split('!/').length - 1 }
  if (uri.startsWith('upload:')) return hash === null ? null : { kind: 'upload', hash }
  if (!uri.startsWith('file:')) return { kind: 'url', url: uri }
  return { kind: 'path', path: fileURLToPath(uri) }
}

function isRecord(uri: string): boolean {
  return uri.startsWith('file:') && !isMemberUri(uri) && new URL(uri).hash !== ''
}

/** The lines of the corpora that hold records; what a corpus has beside them is left alone. */
async function findRecords(wanted: ReadonlySet<string>, { own, signal }: Rooms): Promise<ItemInput[]> {
  const folders = new Set(Array.from(wanted, (uri) => dirname(fileURLToPath(uri))))
  const items: ItemInput[] = []
  for (const folder of folders) {
    for await (const item of scanCorpus(folder, { signal, own })) if (wanted.has(item.uri)) items.push(item)
  }
  return items
}

/** One job, and another only if it came to its end before it had all items. */
async function createJobs(store: Store, library: string, items: readonly ItemInput[]): Promise<StoredJob[]> {
  const jobs: StoredJob[] = []
  for (let at = 0; at < items.length; at += itemsTogether) {
    const some = items.slice(at, at + itemsTogether)
    const last = jobs.at(-1)
    if (last !== undefined && (await joinJob(store, last.id, some))) continue
    jobs.push(await createJob(store, library, some))
  }
  return jobs
}

async function joinJob(store: Store, jobId: string, items: ItemInput[]): Promise<boolean> {
  try {
    await store.write('jobs.addItems', { jobId, items })
    return true
  } catch (error) {
    if (isFailure(error) && (error.code === 'JOB_STATE' || error.code === 'JOB_NOT_FOUND')) return false
    throw error
  }
}

function createJob(store: Store, library: string, items: ItemInput[]): Promise<StoredJob> {
  const payload: IngestPayload = { version: 1, format: 'files', roots: [], reread: true }
  return store.write('jobs.create', {
    kind: 'ingest',
    library,
    label: labelOf(items.map(({ name }) => name)),
    payload: JSON.stringify(payload),
    listing: false,
    items,
    now: Date.now(),
  })
}
