import type { Chunking } from '../../../contract/chunking.ts'
import { Failure } from '../../../domain/failure.ts'
import type { Store } from '../../store/store.ts'
import type { Models } from '../../usage/models.ts'
import type { Embed } from './chunk-semantically.ts'
import { needsModel } from './needs-model.ts'

export type ChunkingModels = Pick<Models, 'embedder' | 'list'>

export const noModels: ChunkingModels = {
  list: async () => [],
  embedder: (modelId) => Promise.reject(new Failure('MODEL_NOT_FOUND', { modelId })),
}

type Rooms = { store: Store; models: ChunkingModels }
type Wanted = { library: string; chunking: Chunking; localOnly: boolean }

/**
 * The model that decides how a library is cut: that of its vectors, or else one that is installed, on this machine where
 * texts of the library may not leave it.
 *
 * @throws Failure LIBRARY_NOT_FOUND, CHUNKING_NEEDS_MODEL when there is none, or none that reads texts as late chunking wants
 */
export async function findChunkingModel({ store, models }: Rooms, wanted: Wanted): Promise<string> {
  const { library, localOnly } = wanted
  const { strategy } = wanted.chunking
  const [space] = await store.read('librarySpaces.ofLibrary', { library })
  const all = await models.list('embedding')
  const installed = all.filter(({ state, isLocal }) => state === 'installed' && (isLocal || !localOnly))
  const modelId = space?.modelId ?? (installed.find(({ isDefault }) => isDefault) ?? installed[0])?.id
  if (modelId === undefined) throw new Failure('CHUNKING_NEEDS_MODEL', { strategy })
  if (strategy === 'late' && !(await readsWholes(models, modelId)))
    throw new Failure('CHUNKING_NEEDS_MODEL', { strategy })
  return modelId
}

async function readsWholes(models: ChunkingModels, modelId: string): Promise<boolean> {
  const { embedTokens } = await models.embedder(modelId)
  return embedTokens !== null
}

/** What gives vectors of sentences, where the subject decides; null for every other way of cutting. */
export async function embedForChunking(
  rooms: Rooms,
  { libraryId, chunking }: { libraryId: string; chunking: Chunking },
  signal: AbortSignal = new AbortController().signal,
): Promise<Embed | null> {
  if (!needsModel(chunking.strategy)) return null
  const kept = await rooms.store.read('libraries.localOnly', { libraryIds: [libraryId] })
  const modelId = await findChunkingModel(rooms, { library: libraryId, chunking, localOnly: kept.length > 0 })
  if (chunking.strategy === 'late') return null
  const embedder = await rooms.models.embedder(modelId, [libraryId])
  return async (texts) => (await embedder.embed(texts, { purpose: 'passage', signal })).vectors
}
