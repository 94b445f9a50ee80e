import { parseArgs } from 'node:util'
import { describeMachine, type Figure, isMet } from './figure.ts'
import { measureIngestion } from './ingestion.ts'
import { printTable, writeReport } from './report.ts'
import { measureRetrievalFloors } from './retrieval-floors.ts'
import { measureStartUp } from './start-up.ts'

/**
 * `npm run bench`: every figure that has a target, on the built program, as a table and as JSON in docs/benchmarks.
 * `-- --check` ends with exit code 1 when a target is missed; `-- --only NAME` measures one group and writes nothing.
 */
const groups: Record<string, () => Promise<Figure[]>> = {
  start: measureStartUp,
  ingestion: measureIngestion,
  formats: async () => (await import('./formats.ts')).formatFigures(),
  chunks: async () => (await import('./many-chunks.ts')).manyChunksFigures(),
  pdf: async () => (await import('./pdf.ts')).pdfFigures(),
  floors: measureRetrievalFloors,
  search: async () => (await import('./search.ts')).searchFigures(),
  hybrid: async () => (await import('./hybrid-search.ts')).hybridFigures(),
  collection: async () => (await import('./collection.ts')).collectionFigures(),
  generation: async () => (await import('./generation.ts')).generationFigures(),
  doors: async () => (await import('./doors.ts')).doorFigures(),
  adapters: async () => (await import('./model-adapters.ts')).adapterFigures(),
  local: async () => (await import('./local-model.ts')).localModelFigures(),
  ledger: async () => (await import('./ledger.ts')).ledgerFigures(),
  vectors: async () => (await import('./vectors.ts')).vectorFigures(),
  page: async () => [
    ...(await (await import('./page-scroll.ts')).scrollFigures()),
    ...(await (await import('./page-ingestion.ts')).ingestionFigures()),
    ...(await (await import('./page-streaming.ts')).streamingFigures()),
  ],
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, only: { type: 'string', multiple: true } } })
const names = values.only ?? Object.keys(groups)
const before = describeMachine()
console.log(
  `${before.processor}, ${before.cores} cores, ${before.memoryGigabytes} GiB, ${before.platform}, Node ${before.node}, load ${before.load.join(' ')}`,
)

const figures: Figure[] = []
for (const name of names) {
  const measure = groups[name]
  if (measure === undefined) throw new Error(`there is no group ${name}; there are ${Object.keys(groups).join(', ')}`)
  console.error(`measuring ${name} …`)
  figures.push(...(await measure()))
}
printTable(figures)
if (values.only === undefined) console.log(`written to ${writeReport(figures, before)}`)

const missed = figures.filter((figure) => isMet(figure) === false)
if (missed.length > 0) console.log(`${missed.length} of ${figures.length} targets missed`)
if (values.check === true && missed.length > 0) process.exitCode = 1
