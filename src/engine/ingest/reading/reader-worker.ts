import { threadId } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { closeWayOut } from '../../net/close-way-out.ts'
import { packContent } from '../../store/packed-content.ts'
import { chunkDocument } from '../chunking/chunk-document.ts'
import { deepestMember } from '../members.ts'
import { ReadRefusal } from '../readers/reader.ts'
import { hashedText, readRecord } from '../readers/record-reader.ts'
import { detectType } from './detect.ts'
import { expandArchive } from './expand-archive.ts'
import type { ExtractedDocument, MemberFile, ReadOutcome, RefusedMember } from './extracted.ts'
import { readAs } from './read-document.ts'
import { type HashedBytes, hashBytes, readFileBytes } from './read-source.ts'
import type { ReadRequest, ReadTask } from './reading.ts'
import { countPages, reportReading } from './report-reading.ts'
import './stray-rejections.ts'

// A document that leads out is not followed, whatever a reader's library makes of it.
closeWayOut()

type Known = { contentHash: string; bytes: number }

export async function read({ request, started }: ReadTask): Promise<ReadOutcome | ReturnType<typeof move>> {
  Atomics.store(started, 0, threadId)
  const begun = performance.now()
  let known: Known | null = null
  try {
    const source = openSource(request)
    const { contentHash } = source
    known = { contentHash, bytes: source.bytes.length }
    if (contentHash === request.knownHash) return { status: 'unchanged', ...known }
    if ('record' in request) return moveContent(readRecord(request.record), { known, begun, request })
    const type = await detectType(source.bytes, request.name)
    if (type === 'archive') return moveMembers(source.bytes, { known, request })
    const context = { ocr: request.ocr ?? null, recognised: () => void Atomics.add(started, 1, 1) }
    const document = await readAs(type, { name: request.name, bytes: source.bytes }, context)
    return moveContent(document, { known, begun, request })
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
    const { code, message: detail } = error
    return { status: 'refused', contentHash: known?.contentHash ?? null, bytes: known?.bytes ?? 0, code, detail }
  }
}

function openSource(request: ReadRequest): HashedBytes {
  if ('path' in request) return readFileBytes(request.path, request)
  if ('bytes' in request) return hashBytes(request.bytes, request.maximumBytes)
  return hashBytes(new TextEncoder().encode(hashedText(request.record)), request.maximumBytes)
}

/** The content of a long document is megabytes: it moves to the pool's thread instead of being copied. */
function moveContent(
  document: ExtractedDocument,
  { known, begun, request }: { known: Known; begun: number; request: ReadRequest },
) {
  const { type, title, text, blocks, runs, properties = {} } = document
  const content = packContent({ text, blocks, runs, chunks: chunkDocument(document, request.chunking) })
  const { members, warnings } = membersOf(document, request.depth ?? 0)
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
    members,
  } satisfies ReadOutcome
  return moveOutcome(outcome, [content.buffer, ...buffersOf(members)])
}

/** Attachments below the depth that Diwan goes to are left out, and the mail that has them says so. */
function membersOf(
  { members = [], warnings }: ExtractedDocument,
  depth: number,
): Required<Pick<ExtractedDocument, 'members' | 'warnings'>> {
  if (members.length === 0 || depth < deepestMember) return { members, warnings }
  return { members: [], warnings: [...warnings, { code: 'ATTACHMENTS_TOO_DEEP', page: null }] }
}

function moveMembers(bytes: Uint8Array, { known, request }: { known: Known; request: ReadRequest }) {
  const { fromMember: from = 0, depth = 0, maximumBytes } = request
  const { members, next } = expandArchive(bytes, { from, depth, maximumBytes })
  const outcome = { status: 'expanded', ...known, members, next } satisfies ReadOutcome
  return moveOutcome(outcome, buffersOf(members))
}

function moveOutcome(outcome: ReadOutcome, buffers: readonly ArrayBuffer[]) {
  return move({ [transferableSymbol]: [...new Set(buffers)], [valueSymbol]: outcome })
}

/** Only of bytes that cover their buffer; others share one with their neighbours and are copied. */
function buffersOf(members: readonly (MemberFile | RefusedMember)[]): ArrayBuffer[] {
  return members.flatMap((member) =>
    'bytes' in member && member.bytes.byteLength === member.bytes.buffer.byteLength ? [member.bytes.buffer] : [],
  )
}
