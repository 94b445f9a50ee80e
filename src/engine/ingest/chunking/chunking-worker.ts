import { deserialize } from 'node:v8'
import { move } from 'piscina'
import type { Chunking } from '../../../contract/chunking.ts'
import { packChunks, withText } from '../../store/packed-content.ts'
import { chunkDocument } from './chunk-document.ts'
import type { ChunkSource } from './cutter.ts'

/** `window` asks for some of the chunks to look at; without one, all of them come packed for the store. */
export type ChunkingTask = {
  packed: Uint8Array<ArrayBuffer>
  chunking: Chunking
  window: { offset: number; limit: number } | null
}

export function cut({ packed, chunking, window }: ChunkingTask): unknown {
  const source = deserialize(packed) as ChunkSource
  const chunks = chunkDocument(source, chunking)
  if (window === null) return move(packChunks(chunks))
  const shown = chunks.slice(window.offset, window.offset + window.limit)
  return { total: chunks.length, items: withText(source.text, shown) }
}
