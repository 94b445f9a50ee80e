import { deserialize } from 'node:v8'
import type { MessagePort } from 'node:worker_threads'
import { move } from 'piscina'
import type { Chunking } from '../../../contract/chunking.ts'
import { packChunks, withText } from '../../store/packed-content.ts'
import { chunkDocument } from './chunk-document.ts'
import { chunkSemantically } from './chunk-semantically.ts'
import type { ChunkSource } from './cutter.ts'
import { embedOver } from './embed-over.ts'

/** `window` asks for some of the chunks to look at; without one, all of them come packed for the store. */
export type ChunkingTask = {
  packed: Uint8Array<ArrayBuffer>
  chunking: Chunking
  window: { offset: number; limit: number } | null
  /** Gives vectors of sentences, where the subject decides; null for every other way of cutting. */
  model: MessagePort | null
}

export async function cut({ packed, chunking, window, model }: ChunkingTask): Promise<unknown> {
  const source = deserialize(packed) as ChunkSource
  const chunks =
    model === null
      ? chunkDocument(source, chunking)
      : await chunkSemantically(source, chunking, (texts) => embedOver(model, texts))
  if (window === null) return move(packChunks(chunks))
  const shown = chunks.slice(window.offset, window.offset + window.limit)
  return { total: chunks.length, items: withText(source.text, shown) }
}
