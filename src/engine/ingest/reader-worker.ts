import { threadId } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import type { Chunking } from '../../contract/chunking.ts'
import { packContent } from '../store/packed-content.ts'
import { chunkDocument } from './chunking/chunk-document.ts'
import type { ExtractedDocument, ReadOutcome } from './extracted.ts'
import { readDocument } from './read-document.ts'
import { type HashedBytes, hashBytes, readFileBytes } from './read-source.ts'
import { ReadRefusal } from './readers/reader.ts'
import { readRecord } from './readers/record-reader.ts'
import type { ReadRequest, ReadTask } from './reading.ts'
import { countPages, reportReading } from './report-reading.ts'

export async function read({ request, started }: ReadTask): Promise<ReadOutcome | ReturnType<typeof move>> {
  Atomics.store(started, 0, threadId)
  const begun = performance.now()
  let known: { contentHash: string; bytes: number } | null = null
  try {
    const source = openSource(request)
    const { contentHash } = source
    known = { contentHash, bytes: source.bytes.length }
    if (contentHash === request.knownHash) return { status: 'unchanged', ...known }
    const context = { ocr: request.ocr ?? null, recognised: () => void Atomics.add(started, 1, 1) }
    const document =
      'record' in request
        ? readRecord(request.record)
        : await readDocument({ name: request.name, bytes: source.bytes }, context)
    return moveContent(document, { known, begun, chunking: request.chunking })
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
    const { code, message: detail } = error
    return { status: 'refused', contentHash: known?.contentHash ?? null, bytes: known?.bytes ?? 0, code, detail }
  }
}

function openSource(request: ReadRequest): HashedBytes {
  if ('path' in request) return readFileBytes(request.path, request)
  if ('bytes' in request) return hashBytes(request.bytes, request.maximumBytes)
  const { title, text } = request.record
  return hashBytes(new TextEncoder().encode(`${title}\n\n${text}`), request.maximumBytes)
}

/** The content of a long document is megabytes: it moves to the pool's thread instead of being copied. */
function moveContent(
  document: ExtractedDocument,
  {
    known,
    begun,
    chunking,
  }: { known: { contentHash: string; bytes: number }; begun: number; chunking: Chunking | undefined },
) {
  const { type, title, warnings, text, blocks, runs, properties = {} } = document
  const content = packContent({ text, blocks, runs, chunks: chunkDocument(document, chunking) })
  const outcome = {
    status: 'read',
    ...known,
    document: {
      type,
      title,
      warnings,
      pages: countPages(document),
      properties,
      report: reportReading(document, performance.now() - begun),
    },
    content,
  } satisfies ReadOutcome
  return move({ [transferableSymbol]: [content.buffer], [valueSymbol]: outcome })
}
