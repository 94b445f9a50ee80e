import { findPassages } from '../../src/engine/retrieval/find-passages.ts'
import type { RetrievalRooms } from '../../src/engine/retrieval/requests.ts'
import { pickPassages } from '../../src/engine/retrieval/stages/diversity.ts'
import { createStages } from '../../src/engine/retrieval/stages/stages.ts'
import { createVectors } from '../../src/engine/vectors/create-vectors.ts'
import type { TestStore } from '../support/library.ts'
import type { Figure } from './figure.ts'
import { generateVectors } from './generated-vectors.ts'
import { figuresOfMix, measureSearch, type TimedSearch } from './search.ts'

const dimensions = 384

/**
 * The same query mix by words and vectors: keywords, the graph of vectors, fusion, and the passages that differ, of
 * 100,000 chunks × 384. The vectors are generated, and the query's is there already: a model's time is its own.
 */
export async function hybridFigures(): Promise<Figure[]> {
  const chunks = Number(process.env.DIWAN_BENCH_CHUNKS ?? 100_000)
  const measured = await measureSearch({
    chunks,
    prepare: (opened, library) => prepareHybrid(opened, { library, chunks }),
  })
  return figuresOfMix('hybrid search', measured, { p50: 30, p95: 120 })
}

async function prepareHybrid(
  opened: TestStore,
  { library, chunks }: { library: string; chunks: number },
): Promise<TimedSearch> {
  const { store, telemetry, dataFolder } = opened
  const vectors = createVectors({ dataFolder, key: Buffer.alloc(32, 7), telemetry })
  const source = generateVectors({ count: chunks, dimensions })
  const index = vectors.open({ libraryId: library, fingerprint: 'generated', dimensions }, source)
  await index.settle()
  const questions = source.questions(300)
  let asked = 0
  const rooms: RetrievalRooms = {
    store,
    telemetry,
    models: {
      embedder: async () => ({
        ...{ fingerprint: 'generated', dimensions, maximumTokens: 512, embedTokens: null },
        embed: async (texts) => ({ vectors: texts.map(() => nextQuestion()), tokens: 0 }),
        close: () => Promise.resolve(),
      }),
      reranker: async () => null,
      entailer: async () => null,
    },
    servingIndex: async () => ({ modelId: 'generated', index, hasAllVectors: true }),
  }

  function nextQuestion(): Float32Array {
    const question = questions[asked++ % questions.length]
    if (question === undefined) throw new Error('no questions')
    return question
  }

  return {
    async search(query) {
      const stages = createStages(telemetry)
      const input = { query, libraries: [library], limit: null, group: 'none' as const, stages }
      const { passages, settings } = await findPassages(rooms, input)
      return pickPassages(passages, settings)
    },
    close: () => vectors.close(),
  }
}
