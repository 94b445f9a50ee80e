import type { ChunkingStrategy } from '../../../contract/chunking.ts'

/** Strategies that cut by vectors of an embedding model. */
export type ModelStrategy = 'semantic' | 'late'

/** In a file without the cutters: the engine's own thread asks this, and must not load a tokeniser for it. */
export function needsModel(strategy: ChunkingStrategy): strategy is ModelStrategy {
  return strategy === 'semantic' || strategy === 'late'
}
