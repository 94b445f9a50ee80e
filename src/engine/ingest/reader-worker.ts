import { threadId } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { chunkDocument } from './chunking/chunk-document.ts'
import type { ChunkSpan } from './chunking/chunk-span.ts'
import type { ExtractedDocument, ReadOutcome } from './extracted.ts'
import { type PackedRuns, packRuns } from './page-runs.ts'
import { readDocument } from './read-document.ts'
import { type HashedBytes, hashBytes, readFileBytes } from './read-source.ts'
import type { ReadRequest } from './reader-pool.ts'
import { ReadRefusal } from './readers/reader.ts'
import { readRecord } from './readers/record-reader.ts'

/** One reading as the worker gets it. Into `started[0]` it writes its thread id, so that the pool can watch it. */
export type ReadTask = { request: ReadRequest; started: Int32Array<SharedArrayBuffer> }

/**
 * An outcome on its way between threads: the runs are packed, and the chunks' texts are slices of the document's, so they
 * are not sent.
 */
export type ReadReply =
  | Exclude<ReadOutcome, { status: 'read' }>
  | {
      status: 'read'
      contentHash: string
      bytes: number
      document: Omit<ExtractedDocument, 'runs'> & { runs: PackedRuns | null }
      chunks: ChunkSpan[]
    }

export async function read({ request, started }: ReadTask): Promise<ReadReply | ReturnType<typeof move>> {
  Atomics.store(started, 0, threadId)
  let known: { contentHash: string; bytes: number } | null = null
  try {
    const source = await openSource(request)
    const { contentHash } = source
    known = { contentHash, bytes: source.bytes.length }
    if (contentHash === request.knownHash) return { status: 'unchanged', ...known }
    const document =
      'record' in request ? readRecord(request.record) : await readDocument({ name: request.name, bytes: source.bytes })
    const runs = document.runs && packRuns(document.runs)
    return moveRuns({ status: 'read', ...known, document: { ...document, runs }, chunks: chunkDocument(document) })
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
    const { code, message: detail } = error
    return { status: 'refused', contentHash: known?.contentHash ?? null, bytes: known?.bytes ?? 0, code, detail }
  }
}

async function openSource(request: ReadRequest): Promise<HashedBytes> {
  if ('path' in request) return readFileBytes(request.path, request.maximumBytes)
  if ('bytes' in request) return hashBytes(request.bytes, request.maximumBytes)
  const { title, text } = request.record
  return hashBytes(new TextEncoder().encode(`${title}\n\n${text}`), request.maximumBytes)
}

/** The runs of a long PDF are megabytes of numbers: they move to the pool's thread instead of being copied. */
function moveRuns(reply: Extract<ReadReply, { status: 'read' }>) {
  const { runs } = reply.document
  if (runs === null) return reply
  return move({ [transferableSymbol]: [runs.spans.buffer, runs.boxes.buffer], [valueSymbol]: reply })
}
