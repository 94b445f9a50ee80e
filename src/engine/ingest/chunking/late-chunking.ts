import type { Chunking } from '../../../contract/chunking.ts'
import type { ChunkSource, Cut } from './cutter.ts'
import { sizesOf, withoutOverlap } from './cutter.ts'
import { cutStructure } from './structure-cutter.ts'

/**
 * Late chunking cuts by structure, without overlap, since each chunk's vector knows what is around it: the vectors are made
 * by `embedLate`, of what the model reads at once.
 */
export function cutLate(source: ChunkSource, chunking: Chunking): Iterable<Cut> {
  return cutStructure(source, source.blocks, withoutOverlap(sizesOf(chunking)))
}

/**
 * Chunks in runs of as much as a model reads at once, in tokens as chunks are counted. A chunk that alone is longer is a run
 * of its own.
 */
export function runsWithin<Chunk extends { tokens: number }>(
  chunks: readonly Chunk[],
  contextTokens: number,
): Chunk[][] {
  const runs: Chunk[][] = []
  let tokens = 0
  for (const chunk of chunks) {
    tokens += chunk.tokens
    const open = runs.at(-1)
    if (open !== undefined && tokens <= contextTokens) open.push(chunk)
    else {
      runs.push([chunk])
      tokens = chunk.tokens
    }
  }
  return runs
}
