import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import type { SearchFilter } from '../../../contract/search.ts'
import { normaliseScores, type Scored } from '../../../domain/fusion.ts'
import type { ChunkHit } from '../../store/repositories/search-chunks.ts'
import { isModelTrouble } from '../model-trouble.ts'
import type { RetrievalRooms, ServingIndex } from '../requests.ts'
import type { Stages } from './stages.ts'

/** Each pass for more documents asks for this many times as many neighbours as the one before, up to a number of them. */
const groupGrowth = 4
const mostNeighbours = 10_000

/** Passages that are near in meaning. */
export type DenseFindings = {
  /** Best first. */
  hits: ChunkHit[]
  /** Libraries that were searched by their vectors. */
  libraryIds: Set<string>
  notices: RetrievalNotice[]
}

export type DenseQuestion = {
  /** Wordings of one question; a passage counts by the nearest. */
  wordings: readonly string[]
  filter: SearchFilter | undefined
  limit: number
  group: 'none' | 'document'
  signal: AbortSignal | undefined
}

export type ServedLibrary = ServingIndex & { libraryId: string }

/** Libraries that have vectors, with the index of each. */
export async function findServed(rooms: RetrievalRooms, libraryIds: readonly string[]): Promise<ServedLibrary[]> {
  const { servingIndex } = rooms
  if (servingIndex === undefined || rooms.models === undefined) return []
  const found = await Promise.all(
    libraryIds.map(async (libraryId) => {
      const serving = await servingIndex(libraryId)
      return serving === null ? [] : [{ ...serving, libraryId }]
    }),
  )
  return found.flat()
}

/**
 * The passages nearest to a question. A model that fails leaves its libraries to the words, with a notice. Where documents
 * are wanted, it looks further until it has enough of them: one long document may hold all that is near.
 */
export async function searchVectors(
  rooms: RetrievalRooms & { stages: Stages },
  served: readonly ServedLibrary[],
  question: DenseQuestion,
): Promise<DenseFindings> {
  const { limit, group } = question
  for (let depth = limit; ; depth *= groupGrowth) {
    const { ranked, libraryIds, notices } = await rankVectors(rooms, served, { ...question, limit: depth })
    const hits = await loadHits(rooms, ranked, question)
    const isAll = ranked.length < depth || depth >= mostNeighbours
    if (group === 'none' || hits.length >= limit || isAll) return { hits, libraryIds: new Set(libraryIds), notices }
  }
}

/** The same without the passages' texts: chunks by how near they are, the nearest first. */
export async function rankVectors(
  rooms: RetrievalRooms & { stages: Stages },
  served: readonly ServedLibrary[],
  question: DenseQuestion,
): Promise<ModelFindings> {
  const byModel = [...Map.groupBy(served, ({ modelId }) => modelId)]
  const found = await Promise.all(
    byModel.map(([modelId, libraries]) => searchOneModel(rooms, { modelId, libraries, question })),
  )
  const comparable = byModel.length === 1
  const ranked = found.flatMap(({ ranked }) => (comparable ? ranked : normaliseScores(ranked, 'lowest')))
  const notices = found.flatMap(({ notices }) => notices)
  if (served.some(({ hasAllVectors }) => !hasAllVectors)) notices.push('vectors-incomplete')
  return {
    ranked: ranked.sort((a, b) => b.score - a.score || a.id - b.id),
    libraryIds: found.flatMap(({ libraryIds }) => libraryIds),
    notices: [...new Set(notices)],
  }
}

type ModelFindings = {
  /** Best first; cosines, or where libraries have different models parts of each model's best. */
  ranked: Scored[]
  libraryIds: string[]
  notices: RetrievalNotice[]
}

/** What is asked of the libraries that have the same model. */
type ModelQuestion = { modelId: string; libraries: readonly ServedLibrary[]; question: DenseQuestion }

async function searchOneModel(
  rooms: RetrievalRooms & { stages: Stages },
  input: ModelQuestion,
): Promise<ModelFindings> {
  const { question, libraries } = input
  let vectors: Float32Array[]
  try {
    vectors = await rooms.stages.run('embed', () => embedQuestion(rooms, input))
  } catch (error) {
    question.signal?.throwIfAborted()
    if (!isModelTrouble(error)) throw error
    rooms.telemetry.log.warn({ err: error }, 'a question could not be embedded')
    return { ranked: [], libraryIds: [], notices: ['embedding-failed'] }
  }
  const lists = await rooms.stages.run('dense', () =>
    Promise.all(libraries.map((library) => searchLibrary(rooms, library, { question, vectors }))),
  )
  return {
    ranked: lists.flatMap(({ ranked }) => ranked).sort((a, b) => b.score - a.score || a.id - b.id),
    libraryIds: libraries.map(({ libraryId }) => libraryId),
    notices: lists.every(({ isComplete }) => isComplete) ? [] : ['index-catching-up'],
  }
}

async function embedQuestion(
  rooms: RetrievalRooms,
  { modelId, libraries, question }: ModelQuestion,
): Promise<Float32Array[]> {
  if (rooms.models === undefined) return []
  const libraryIds = libraries.map(({ libraryId }) => libraryId)
  const embedder = await rooms.models.embedder(modelId, libraryIds)
  const signal = question.signal ?? new AbortController().signal
  const { vectors } = await embedder.embed(question.wordings, { purpose: 'query', signal })
  return vectors
}

async function searchLibrary(
  { store }: RetrievalRooms,
  library: ServedLibrary,
  { question, vectors }: { question: DenseQuestion; vectors: readonly Float32Array[] },
): Promise<{ ranked: Scored[]; isComplete: boolean }> {
  const { filter, limit, signal } = question
  const allowed =
    filter === undefined ? null : await store.read('search.allowed', { library: library.libraryId, filter }, signal)
  if (allowed?.length === 0) return { ranked: [], isComplete: true }
  const only = allowed ?? undefined
  const found = await Promise.all(vectors.map((vector) => library.index.search({ vector, limit, only, signal })))
  const nearest = new Map<number, number>()
  for (const { chunkId, similarity } of found.flatMap(({ neighbours }) => neighbours)) {
    nearest.set(chunkId, Math.max(similarity, nearest.get(chunkId) ?? Number.NEGATIVE_INFINITY))
  }
  return {
    ranked: [...nearest].map(([id, score]) => ({ id, score })),
    isComplete: found.every(({ isComplete }) => isComplete),
  }
}

/** As many passages as are wanted, without those that are gone meanwhile. */
async function loadHits(
  { store, stages }: RetrievalRooms & { stages: Stages },
  ranked: readonly Scored[],
  { limit, group, signal }: DenseQuestion,
): Promise<ChunkHit[]> {
  const scores = new Map(ranked.map(({ id, score }) => [id, score]))
  const hits: ChunkHit[] = []
  const documents = new Set<string>()
  for (let from = 0; from < ranked.length && hits.length < limit; from += limit) {
    const chunkIds = ranked.slice(from, from + limit).map(({ id }) => id)
    const loaded = await stages.run('dense', () => store.read('search.chunks', { chunkIds }, signal))
    for (const hit of loaded) {
      if (hits.length >= limit || (group === 'document' && documents.has(hit.documentId))) continue
      documents.add(hit.documentId)
      hits.push({ ...hit, score: scores.get(hit.chunkId) ?? 0 })
    }
  }
  return hits
}
