import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { Document } from '../../src/contract/document.ts'
import { type BoundFolders, createBoundFolders } from '../../src/engine/ingest/folders/bound-folders.ts'
import type { Pace } from '../../src/engine/ingest/folders/look-schedule.ts'
import { watchFolder } from '../../src/engine/ingest/folders/watch-folder.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'
import { openTestIngest, type TestIngest } from './ingest.ts'

export type TestFolders = TestIngest & { folders: BoundFolders }

/** Like the default in everything but its patience. */
export const quickPace: Pace = { quiet: 30, spacing: 60, pulse: 100, slow: 600_000 }

/** The rooms that bound folders need, wired as the engine wires them, with a library named `docs`. */
export async function openTestFolders(
  options: Parameters<typeof openTestIngest>[0] & { pace?: Pace; watch?: typeof watchFolder } = {},
): Promise<TestFolders> {
  const rooms = await openTestIngest(options)
  const { store, telemetry, queue: jobs, dataFolder } = rooms
  if ((await store.read('libraries.list', null)).length === 0) {
    await store.write('libraries.create', { name: 'docs', now: Date.now() })
  }
  const { pace = quickPace, watch = watchFolder } = options
  const folders = createBoundFolders({ store, telemetry, jobs, dataFolder, pace, watch })
  await folders.start()
  return {
    ...rooms,
    folders,
    async close() {
      await folders.close()
      await rooms.close()
    },
    async [Symbol.asyncDispose]() {
      await folders.close()
      await rooms[Symbol.asyncDispose]()
    },
  }
}

/** Writes a file and the folders above it; answers with its path. */
export function put(folder: string, name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** The documents that are not in the trash, or those that are, by their names. */
export async function documentsOf(
  rooms: TestIngest,
  options: { trashed?: boolean; library?: string } = {},
): Promise<Map<string, Document>> {
  const { trashed = false, library = 'docs' } = options
  const documents = new Map<string, Document>()
  for (let offset = 0; ; offset += 500) {
    const page = { offset, limit: 500, sort: 'name', order: 'ascending' } as const
    const { items } = await rooms.store.read('documents.list', { library, trashed, ...page })
    for (const document of items) documents.set(document.name, document)
    if (items.length < 500) return documents
  }
}

/** Content hash by name: of the files that a folder has. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return sorted(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex')
      return [relative(folder, path).split(sep).join('/'), hash]
    }),
  )
}

/** The same of the documents that a library has. */
export async function hashesIn(rooms: TestIngest): Promise<Record<string, string | null>> {
  return sorted([...(await documentsOf(rooms)).values()].map(({ name, contentHash }) => [name, contentHash]))
}

/** Ids of a document's chunks in order. */
export async function chunkIds(rooms: TestIngest, documentId: string): Promise<number[]> {
  const path = join(rooms.dataFolder, databaseFile)
  const connection = openConnection({ path, key: rooms.key, mode: 'read' })
  try {
    return connection
      .all<{ id: number }>(
        'test.chunkIds',
        'SELECT c.id FROM chunks c JOIN documents d ON d.key = c.document_key WHERE d.id = ? ORDER BY c.ordinal',
        [documentId],
      )
      .map(({ id }) => id)
  } finally {
    connection.close()
  }
}

function sorted<Value>(entries: [string, Value][]): Record<string, Value> {
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
