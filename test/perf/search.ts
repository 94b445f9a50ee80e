import { seededRandom } from '../../src/domain/seeded-random.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { createTextGenerator, rareWord } from '../support/generated-text.ts'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../support/library.ts'
import { type Figure, percentile } from './figure.ts'

/** The fixed query mix, in equal parts. */
export const queryClasses = ['rare', 'mixed', 'common', 'phrase', 'identifier'] as const
export type QueryClass = (typeof queryClasses)[number]

export type SearchMeasure = {
  chunks: number
  ingestSeconds: number
  /** Of each query in order: milliseconds from the call to its answer, and processor time of the process meanwhile. */
  runs: Record<QueryClass, { wall: number[]; processor: number[] }>
}

const wordsAChunk = 150
const chunksADocument = 20
const queriesAClass = 60
const passagesWanted = 20
const batch = 250

/**
 * Fills an encrypted store with generated chunks and times the fixed query mix through retrieval, the classes
 * interleaved. Words of the common and mixed queries are drawn anew for each query from the words that 10 to 50 % and
 * 0.1 to 50 % of real English texts' chunks hold, so that no cache answers.
 */
export async function measureSearch(options: {
  chunks: number
  seed?: number
  /** What is timed for each query, in the place of a search by words; `close` is called at the end. */
  prepare?: (opened: TestStore, library: string) => Promise<TimedSearch>
}): Promise<SearchMeasure> {
  await using opened = await openTestStore()
  const { store } = opened
  const library = await createLibrary(store, 'generated')
  const begun = performance.now()
  const sample = await fill({ opened, library: library.id, chunks: options.chunks, seed: options.seed ?? 1 })
  const ingestSeconds = (performance.now() - begun) / 1000

  const { search, close } = await (options.prepare ?? searchWords)(opened, library.id)
  const draw = createQueries(sample, seededRandom(options.seed ?? 1))
  for (const kind of queryClasses) await search(draw(kind))

  const runs = Object.fromEntries(
    queryClasses.map((kind) => [kind, { wall: [], processor: [] }]),
  ) as unknown as SearchMeasure['runs']
  for (let round = 0; round < queriesAClass; round++) {
    for (const kind of queryClasses) {
      const query = draw(kind)
      const before = process.cpuUsage()
      const start = performance.now()
      await search(query)
      runs[kind].wall.push(performance.now() - start)
      const used = process.cpuUsage(before)
      runs[kind].processor.push((used.user + used.system) / 1000)
    }
  }
  await close()
  return { chunks: options.chunks, ingestSeconds, runs }
}

export type TimedSearch = { search(query: string): Promise<unknown>; close(): Promise<void> }

async function searchWords(opened: TestStore, library: string): Promise<TimedSearch> {
  const retrieval = createRetrieval(opened)
  return {
    search: (query) => retrieval.search({ query, libraries: [library], limit: passagesWanted, group: 'none' }),
    close: () => Promise.resolve(),
  }
}

/** The figures of the bench: the whole mix with its targets, then each class without. */
export async function searchFigures(): Promise<Figure[]> {
  return figuresOfMix('search', await measureSearch({ chunks: 100_000 }), { p50: 20, p95: 90 })
}

/** Figures of a measure; `targets`: milliseconds that the whole mix may take at most. */
export function figuresOfMix(
  title: string,
  { chunks, runs }: SearchMeasure,
  targets: { p50: number; p95: number },
): Figure[] {
  const classes = Object.values(runs)
  const mix = { wall: classes.flatMap(({ wall }) => wall), processor: classes.flatMap(({ processor }) => processor) }
  const figure = (name: string, measured: typeof mix, percent: 50 | 95): Figure => ({
    name: `${title} ${chunks} chunks, ${name}, p${percent}`,
    unit: 'ms',
    value: percentile(measured.wall, percent),
    target: name === 'mix' ? { atMost: targets[`p${percent}`] } : null,
    cpu: percentile(measured.processor, percent),
    runs: measured.wall,
  })
  return [['mix', mix] as const, ...Object.entries(runs)].flatMap(([name, measured]) => [
    figure(name, measured, 50),
    figure(name, measured, 95),
  ])
}

/** Fills the library; answers with some of its chunks. */
async function fill(options: {
  opened: Awaited<ReturnType<typeof openTestStore>>
  library: string
  chunks: number
  seed: number
}): Promise<string[]> {
  const nextChunk = createTextGenerator({ seed: options.seed, words: wordsAChunk })
  const sample: string[] = []
  for (let done = 0; done < options.chunks; done += batch * chunksADocument) {
    const documents = Math.min(batch, Math.ceil((options.chunks - done) / chunksADocument))
    const texts = Array.from({ length: documents }, () => Array.from({ length: chunksADocument }, nextChunk))
    sample.push(...texts.flat().slice(0, 200))
    await addDocuments(
      options.opened.store,
      options.library,
      texts.map((parts, place) => ({
        name: `generated-${done / chunksADocument + place}.txt`,
        title: (parts[0] ?? '').split(' ').slice(0, 6).join(' '),
        text: parts.join('\n\n'),
      })),
    )
  }
  return sample
}

/** Draws queries of three words, phrases of two and identifiers that stand in a chunk. */
function createQueries(sample: readonly string[], random: () => number): (kind: QueryClass) => string {
  const shares = new Map<string, number>()
  for (const chunk of sample) {
    for (const word of new Set(chunk.match(/\p{L}{4,}/gu) ?? [])) {
      shares.set(word, (shares.get(word) ?? 0) + 1 / sample.length)
    }
  }
  const between = (low: number, high: number) =>
    [...shares].filter(([, share]) => share >= low && share <= high).map(([word]) => word)
  const words = { common: between(0.1, 0.5), middle: between(0.01, 0.1), uncommon: between(0.001, 0.01) }
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const identifiers = sample.flatMap((chunk) => chunk.match(/\bERR_\d+-\w+\.\d/gu) ?? [])
  const rare = () => rareWord(5_000 + Math.floor(random() * 50_000))

  return (kind) => {
    switch (kind) {
      case 'rare':
        return [rare(), rare(), pick(words.uncommon)].join(' ')
      case 'mixed':
        return [pick(words.uncommon), pick(words.middle), pick(words.common)].join(' ')
      case 'common':
        return [pick(words.common), pick(words.common), pick(words.common)].join(' ')
      case 'phrase': {
        const found = pick(sample).match(/\p{L}{4,} \p{L}{4,}/gu) ?? []
        return `"${pick(found)}"`
      }
      case 'identifier':
        return pick(identifiers)
    }
  }
}
