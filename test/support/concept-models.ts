import type { RetrievalRooms, ServingIndex } from '../../src/engine/retrieval/requests.ts'
import type { Store } from '../../src/engine/store/store.ts'
import type { Models } from '../../src/engine/usage/models.ts'
import type { VectorIndex } from '../../src/engine/vectors/vectors.ts'

type Embedder = Awaited<ReturnType<Models['embedder']>>
type Reranker = NonNullable<Awaited<ReturnType<Models['reranker']>>>

/** Words that mean the same; each group is a direction of the vectors. */
const concepts = [
  ['car', 'automobile', 'vehicle'],
  ['repair', 'mend', 'fix'],
  ['doctor', 'physician'],
  ['money', 'cash', 'funds'],
  ['ship', 'vessel', 'boat'],
  ['house', 'home', 'dwelling'],
]

/** How much each concept is in a text, with length 1. Every text has a little of a direction of its own. */
export function conceptVector(text: string): Float32Array {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const counts = concepts.map((words_) => words.filter((word) => words_.includes(word)).length)
  const values = [...counts, 0.1]
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

const nothing = () => Promise.resolve()

export type ConceptOptions = {
  /** Documents whose chunks have vectors, by library. */
  documents: ReadonlyMap<string, readonly string[]>
  isComplete?: boolean
  hasAllVectors?: boolean
  embed?: Embedder['embed']
  reranker?: Reranker | null
}

/** Models and vectors at the two seams of retrieval: a reader of concepts, and an exact scan of the store's chunks. */
export function conceptRooms(store: Store, options: ConceptOptions): Pick<RetrievalRooms, 'models' | 'servingIndex'> {
  const embedder: Embedder = {
    fingerprint: 'concepts',
    dimensions: concepts.length + 1,
    maximumTokens: 512,
    embed: options.embed ?? (async (texts) => ({ vectors: texts.map(conceptVector), tokens: 0 })),
    embedTokens: null,
    close: nothing,
  }
  return {
    models: {
      embedder: async () => embedder,
      reranker: async () => options.reranker ?? null,
      entailer: async () => null,
    },
    servingIndex: async (libraryId): Promise<ServingIndex | null> => {
      const documentIds = options.documents.get(libraryId)
      if (documentIds === undefined) return null
      const index = exactIndex(store, { libraryId, documentIds, isComplete: options.isComplete ?? true })
      return { modelId: 'concepts', index, hasAllVectors: options.hasAllVectors ?? true }
    },
  }
}

function exactIndex(
  store: Store,
  place: { libraryId: string; documentIds: readonly string[]; isComplete: boolean },
): VectorIndex {
  return {
    async search({ vector, limit, only }) {
      const filter = { documentIds: [...place.documentIds] }
      const all = (await store.read('search.allowed', { library: place.libraryId, filter })) ?? []
      const chunkIds = only === undefined ? all : all.filter((chunkId) => only.includes(chunkId))
      const hits = await store.read('search.chunks', { chunkIds })
      const neighbours = hits
        .map(({ chunkId, text }) => ({ chunkId, similarity: cosine(vector, conceptVector(text)) }))
        .sort((a, b) => b.similarity - a.similarity || a.chunkId - b.chunkId)
      return { neighbours: neighbours.slice(0, limit), isComplete: place.isComplete }
    },
    wake: () => undefined,
    settle: nothing,
    purge: nothing,
    state: () => ({ vectors: 0, reached: 0, kind: 'exact', doing: 'nothing', bytes: 0 }),
  }
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)
}

/** A reranking model that gives the score that `judge` has for each passage. */
export function judgingReranker(judge: (question: string, passage: string) => number): Reranker {
  return {
    fingerprint: 'judge',
    score: async (question, passages) => ({ scores: passages.map((text) => judge(question, text)), tokens: 0 }),
    close: nothing,
  }
}
