import { deserialize, serialize } from 'node:v8'
import type { Block } from '../../contract/document.ts'
import type { TextRun } from './repositories/documents.ts'

/** A piece of a document for the index: one contiguous span that lies on one page. */
export type ChunkSpan = {
  /** From 0, in order of `start`. */
  ordinal: number
  start: number
  end: number
  /** 1-based page that holds the whole chunk; null for formats without pages. */
  page: number | null
  /** 1-based line of the original where it begins; null for formats without lines. */
  line: number | null
  /** Headings over the chunk's text, outermost first; one that begins the chunk is among them. */
  headingPath: string[]
  /** Indexed with the text without being part of it here: a table's header, a file's imports. */
  context: string
  /** By the cl100k_base tokeniser, counted piece by piece: a few more than counted at once. */
  tokens: number
}

/** `text` is the document's, from `start` to `end`. */
export type ChunkInput = ChunkSpan & { text: string }

/** What a reader makes of a file, beside the few facts that its row holds. */
export type ReadContent = {
  text: string
  blocks: readonly Block[]
  /** Null for formats without pages. */
  runs: readonly TextRun[] | null
  chunks: readonly ChunkSpan[]
}

/** Content as the database takes it: blocks and runs are JSON. */
export type StorableContent = { text: string; blocks: string; runs: string | null; chunks: ChunkInput[] }

/**
 * Content on its way from the thread that read it to the one that writes it. It covers its whole buffer, so it moves
 * through the engine's thread without being copied or looked at there.
 */
export type PackedContent = Uint8Array<ArrayBuffer>

/** The JSON is made here, on one of many readers, rather than on the only writer. */
export function packContent({ text, blocks, runs, chunks }: ReadContent): PackedContent {
  return serialize({ text, ...toJson({ blocks, runs }), chunks })
}

/** Chunks of a document whose text the store has, on the same way. */
export type PackedChunks = Uint8Array<ArrayBuffer>

export function packChunks(chunks: readonly ChunkSpan[]): PackedChunks {
  return serialize(chunks)
}

export function unpackChunks(packed: PackedChunks): ChunkSpan[] {
  return deserialize(packed) as ChunkSpan[]
}

/** What a reader handed over can't be unpacked. */
export class ContentError extends Error {}

/** @throws ContentError */
export function unpackContent(packed: PackedContent): StorableContent {
  try {
    const { chunks, ...rest } = deserialize(packed) as Omit<StorableContent, 'chunks'> & { chunks: ChunkSpan[] }
    return { ...rest, chunks: withText(rest.text, chunks) }
  } catch (cause) {
    throw new ContentError(`content that can't be unpacked: ${String(cause)}`, { cause })
  }
}

/** The chunks with their text, which are slices of the document's and take no memory of their own. */
export function withText(text: string, spans: readonly ChunkSpan[]): ChunkInput[] {
  return spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) }))
}

function toJson({ blocks, runs }: Pick<ReadContent, 'blocks' | 'runs'>): Pick<StorableContent, 'blocks' | 'runs'> {
  return { blocks: JSON.stringify(blocks), runs: runs && JSON.stringify(roundBoxes(runs)) }
}

/** A hundred thousandth of a page's width is finer than any screen shows, and a third of the digits. */
const boxPrecision = 100_000

function roundBoxes(runs: readonly TextRun[]): TextRun[] {
  const round = (part: number) => Math.round(part * boxPrecision) / boxPrecision
  return runs.map(({ page, start, end, x, y, width, height }) => ({
    page,
    start,
    end,
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
  }))
}
