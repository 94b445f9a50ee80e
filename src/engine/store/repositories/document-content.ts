import type { Block, PageBox } from '../../../contract/document.ts'
import { Failure } from '../../../domain/failure.ts'
import { findText } from '../../../domain/find-text.ts'
import { findBlock, locateSpan } from '../../../domain/locate-span.ts'
import type { ReadConnection } from '../connection.ts'
import { findDocument } from './document-row.ts'
import type { TextRun } from './documents.ts'

type ContentRow = { text: string; blocks: string; runs: string | null }

function getContent(connection: ReadConnection, documentId: string): ContentRow {
  const { key, state, error } = findDocument(connection, documentId)
  const row = connection.get<ContentRow>(
    'documents.content',
    'SELECT text, blocks, runs FROM document_contents WHERE document_key = ?',
    [key],
  )
  if (row === undefined) throw new Failure('DOCUMENT_NOT_READY', { documentId, state, code: error })
  return row
}

/**
 * Parts of what was read of a document. They are cut out here, in the store's thread: all of a long document would take
 * the engine's thread longer to receive than most calls take altogether.
 */
export const documentContentReads = {
  /** Some blocks with the text from the first one's start to the last one's end. */
  'documents.content': (
    connection: ReadConnection,
    input: { documentId: string; fromBlock: number; limit: number },
  ): { totalBlocks: number; fromBlock: number; textStart: number; text: string; blocks: Block[] } => {
    const { documentId, fromBlock, limit } = input
    const content = getContent(connection, documentId)
    const all = JSON.parse(content.blocks) as Block[]
    const blocks = all.slice(fromBlock, fromBlock + limit)
    const textStart = blocks[0]?.start ?? 0
    const text = content.text.slice(textStart, blocks.at(-1)?.end ?? textStart)
    return { totalBlocks: all.length, fromBlock, textStart, text, blocks }
  },

  /** Occurrences of a text, any case; all are counted, those up to the limit told. */
  'documents.find': (
    connection: ReadConnection,
    input: { documentId: string; text: string; limit: number },
  ): { total: number; matches: { start: number; end: number; block: number; page: number | null }[] } => {
    const content = getContent(connection, input.documentId)
    const blocks = JSON.parse(content.blocks) as Block[]
    const found = findText(content.text, input.text)
    const matches = found.slice(0, input.limit).map((span) => {
      const block = findBlock(blocks, span.start)
      return { ...span, block, page: blocks[block]?.page ?? null }
    })
    return { total: found.length, matches }
  },

  'documents.locate': (
    connection: ReadConnection,
    input: { documentId: string; start: number; end: number },
  ): { block: number; page: number | null; boxes: PageBox[] } => {
    const { text, blocks, runs } = getContent(connection, input.documentId)
    const parsed = {
      text,
      blocks: JSON.parse(blocks) as Block[],
      runs: runs === null ? null : (JSON.parse(runs) as TextRun[]),
    }
    return locateSpan(parsed, input)
  },
}
