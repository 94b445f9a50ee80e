import { threadId } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { chunkDocument } from './chunking/chunk-document.ts'
import { packRuns } from './page-runs.ts'
import { readDocument } from './read-document.ts'
import { type HashedBytes, hashBytes, readFileBytes } from './read-source.ts'
import { ReadRefusal } from './readers/reader.ts'
import { readRecord } from './readers/record-reader.ts'
import type { ReadReply, ReadRequest, ReadTask } from './reading.ts'

export async function read({ request, started }: ReadTask): Promise<ReadReply | ReturnType<typeof move>> {
  Atomics.store(started, 0, threadId)
  let known: { contentHash: string; bytes: number } | null = null
  try {
    const source = openSource(request)
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

function openSource(request: ReadRequest): HashedBytes {
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
