import { monitorEventLoopDelay } from 'node:perf_hooks'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import { addDocuments, createLibrary, openTestStore } from '../support/library.ts'
import type { Figure } from './figure.ts'

const words =
  'report meeting budget garden engine water notice supplier delivery quarter review market product plan design office'.split(
    ' ',
  )
const documentsTogether = 500
/** One document in so many speaks of an overdue payment. */
const rarity = 40

/** Questions about a whole collection of 10,000 short documents: of a few of them, of nearly all, and their list. */
export async function collectionFigures(): Promise<Figure[]> {
  const documents = Number(process.env.DIWAN_BENCH_DOCUMENTS ?? 10_000)
  await using opened = await openTestStore()
  const { id } = await createLibrary(opened.store, 'collection')
  const random = seededRandom(1)
  const sentence = () => `${Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]).join(' ')}.`
  for (let first = 0; first < documents; first += documentsTogether) {
    await addDocuments(
      opened.store,
      id,
      Array.from({ length: Math.min(documentsTogether, documents - first) }, (_each, step) => {
        const last = (first + step) % rarity === 0 ? 'The payment is overdue.' : sentence()
        return { name: `${first + step}.txt`, text: [...Array.from({ length: 6 }, sentence), last].join(' ') }
      }),
    )
  }
  const retrieval = createRetrieval(opened)
  const figures: Figure[] = []
  for (const [what, question, expected] of [
    ['a few', 'How many documents mention an overdue payment?', Math.ceil(documents / rarity)],
    ['nearly all', 'How many documents mention the budget?', null],
    ['a list of all', 'List all documents', documents],
  ] as const) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const cpu = process.cpuUsage()
    const begun = performance.now()
    const { answer, coverage } = await retrieval.answer({ question, libraries: [id], passages: 5 })
    const seconds = (performance.now() - begun) / 1_000
    const { user, system } = process.cpuUsage(cpu)
    delay.disable()
    if (coverage?.read !== documents) throw new Error(`${coverage?.read} of ${documents} documents were read`)
    if (expected !== null && !answer.includes(`${expected} `))
      throw new Error(`not counted rightly: ${answer.slice(0, 99)}`)
    const name = `a question about ${documents} documents, ${what}`
    const stall = delay.max / 1e6
    figures.push(
      { name, unit: 's', value: seconds, target: null, cpu: (user + system) / 1e6, runs: [seconds] },
      { name: `${name}: longest hold of the engine`, unit: 'ms', value: stall, target: null, cpu: null, runs: [stall] },
    )
  }
  return figures
}
