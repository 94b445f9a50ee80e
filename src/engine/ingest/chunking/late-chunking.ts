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
