import { randomBytes } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Block, DocumentType, Metadata } from '../../src/contract/document.ts'
import type { Library } from '../../src/contract/libraries.ts'
import { chunkDocument } from '../../src/engine/ingest/chunking/chunk-document.ts'
import { readDocument } from '../../src/engine/ingest/reading/read-document.ts'
import type { WriteInput } from '../../src/engine/store/operations.ts'
import { type ChunkSpan, packContent } from '../../src/engine/store/packed-content.ts'
import type { PackedDocument } from '../../src/engine/store/repositories/save-document.ts'
import { openStore, type Store } from '../../src/engine/store/store.ts'
import { createTelemetry, type Telemetry } from '../../src/engine/telemetry/telemetry.ts'

export type TestStore = { store: Store; telemetry: Telemetry; dataFolder: string } & AsyncDisposable

/** A real encrypted store in a folder of its own, which goes when the store is disposed of. */
export async function openTestStore(): Promise<TestStore> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'diwan-store-'))
  const telemetry = createTelemetry({ level: 'error' })
  const store = await openStore({ dataFolder, key: randomBytes(32), observe: telemetry.observeQuery })
  return {
    store,
    telemetry,
    dataFolder,
    async [Symbol.asyncDispose]() {
      await store.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

export function createLibrary(store: Store, name: string): Promise<Library> {
  return store.write('libraries.create', { name, now: Date.now() })
}

/** Erases documents in the store, without what is outside of it. */
export async function eraseDocuments(store: Store, documentIds: string[]): Promise<void> {
  await erase(store, { scope: 'documents', what: { documentIds }, now: Date.now() })
}

/** Erases a library in the store, without what is outside of it; answers with the number of its documents. */
export async function eraseLibrary(store: Store, library: string): Promise<number> {
  const { id: libraryId, documents } = await store.read('libraries.get', { library })
  await erase(store, { scope: 'library', what: { libraryId }, now: Date.now() })
  return documents.ready + documents.failed + documents.trashed
}

async function erase(store: Store, input: WriteInput<'erasures.begin'>): Promise<void> {
  const { id: erasureId } = await store.write('erasures.begin', input)
  while (await store.write('erasures.step', { erasureId }));
  await store.write('erasures.dropLibrary', { erasureId })
}

/** A document as a reader would hand it over; what is left out is made up. */
export type TestDocument = {
  name: string
  uri?: string
  title?: string
  type?: DocumentType
  text: string
  /** Without them, `text` is split at blank lines, and lines that begin with `#` are headings. */
  blocks?: Block[]
  /** Without them, each block that is not a heading is a chunk under the headings above it. */
  chunks?: ChunkSpan[]
  pages?: number | null
  modifiedAt?: number | null
  contentHash?: string | null
  properties?: Metadata
  report?: PackedDocument['report']
}

/** Puts documents into a library as the ingestion job does, in one transaction; answers with their ids in order. */
export async function addDocuments(
  store: Store,
  library: string,
  documents: readonly TestDocument[],
  payload: { reread?: boolean; folder?: string } = {},
): Promise<string[]> {
  const packed = documents.map((document) => toPacked(library, document))
  const now = Date.now()
  const job = await store.write('jobs.create', {
    kind: 'ingest',
    library,
    label: 'test documents',
    payload: JSON.stringify(payload),
    listing: false,
    items: packed.map(({ name, uri, bytes, modifiedAt }) => ({
      name,
      uri,
      source: { kind: 'path', path: name },
      bytes,
      modifiedAt,
    })),
    now,
  })
  const settled = await store.write('ingestion.settle', {
    results: packed.map((document, index) => ({
      item: { jobId: job.id, ordinal: index + 1 },
      outcome: 'read',
      document,
    })),
    now,
  })
  const notWritten = settled.filter((outcome) => outcome !== 'written')
  if (notWritten.length > 0) throw new Error(`test documents were not written: ${JSON.stringify(notWritten)}`)
  const ids = new Map<string, string>()
  while (ids.size < packed.length) {
    const { items } = await store.read('jobItems.list', { jobId: job.id, offset: ids.size, limit: 500 })
    for (const { uri, documentId } of items) ids.set(uri, documentId ?? '')
  }
  return packed.map(({ uri }) => ids.get(uri) ?? '')
}

/** Reads the files of a folder that match a pattern with the real readers and adds them; answers with their ids by name. */
export async function addFiles(
  store: Store,
  library: string,
  options: { folder: string; pattern: string },
): Promise<Map<string, string>> {
  const names = globSync(options.pattern, { cwd: options.folder }).sort()
  const documents = await Promise.all(
    names.map(async (name): Promise<TestDocument> => {
      const bytes = new Uint8Array(readFileSync(join(options.folder, name)))
      const document = await readDocument({ name, bytes })
      const { title, type, text, blocks, pages } = document
      const chunks = chunkDocument(document)
      return { name, title: title ?? name, type, text, blocks, chunks, pages: pages?.length ?? null }
    }),
  )
  const ids = await addDocuments(store, library, documents)
  return new Map(names.map((name, index) => [name, ids[index] ?? '']))
}

function toPacked(library: string, document: TestDocument): PackedDocument {
  const { text } = document
  const blocks = document.blocks ?? splitBlocks(text)
  const chunks = document.chunks ?? chunkBlocks(text, blocks)
  return {
    library,
    name: document.name,
    uri: document.uri ?? `file:///test/${encodeURIComponent(document.name)}`,
    bytes: Buffer.byteLength(text),
    contentHash: document.contentHash ?? null,
    modifiedAt: document.modifiedAt ?? null,
    title: document.title ?? document.name,
    type: document.type ?? 'text',
    warnings: [],
    pages: document.pages ?? null,
    properties: document.properties ?? {},
    report: document.report ?? {},
    content: packContent({ text, blocks, runs: null, chunks }),
  }
}

function splitBlocks(text: string): Block[] {
  return [...text.matchAll(/\S(?:[^\n]|\n(?!\n))*/gu)].map((match) => {
    const level = /^#{1,6}(?= )/u.exec(match[0])?.[0].length ?? null
    const span = { start: match.index, end: match.index + match[0].length }
    return { kind: level === null ? 'paragraph' : 'heading', ...span, level, page: null }
  })
}

function chunkBlocks(text: string, blocks: readonly Block[]): ChunkSpan[] {
  const path: { level: number; heading: string }[] = []
  const chunks: ChunkSpan[] = []
  for (const { kind, start, end, level, page } of blocks) {
    if (kind === 'heading') {
      while ((path.at(-1)?.level ?? 0) >= (level ?? 1)) path.pop()
      path.push({ level: level ?? 1, heading: text.slice(start, end).replace(/^#+ /u, '') })
    } else {
      const headingPath = path.map(({ heading }) => heading)
      const place = { start, end, page, line: null }
      chunks.push({ ordinal: chunks.length, ...place, headingPath, context: '', tokens: (end - start) >> 2 })
    }
  }
  return chunks
}
