/**
 * A process that makes or opens an index of generated vectors and prints what that took as JSON:
 * `node --expose-gc vectors-process.ts DATA COUNT make|open|scan`. `scan` compares every vector, without a graph.
 */
import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { createVectors } from '../../src/engine/vectors/create-vectors.ts'
import { generateVectors } from './generated-vectors.ts'
import type { VectorsMeasure } from './vectors.ts'

const [dataFolder, count, what] = process.argv.slice(2)
if (dataFolder === undefined) throw new Error('DATA COUNT make|open|scan')
const source = generateVectors({ count: Number(count), dimensions: 384 })
const questions = source.questions(200)
const key = Buffer.alloc(32, 7)
const place = { libraryId: 'bench', fingerprint: 'generated', dimensions: 384 }
const megabytes = () => {
  globalThis.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}

const telemetry = createTelemetry({ level: 'warn' })
const cpuBefore = process.cpuUsage()
const begun = performance.now()
const vectors = createVectors({
  dataFolder,
  key,
  telemetry,
  ...(what === 'scan' && { limits: { graphFrom: Number.POSITIVE_INFINITY } }),
})
// A first answer of another index: what the thread itself takes is not the index's.
await vectors.open({ ...place, libraryId: 'empty' }, generateVectors({ count: 1, dimensions: 384 })).settle()
const memoryBefore = megabytes()

const cpuOpening = process.cpuUsage()
const opening = performance.now()
const index = vectors.open(place, source)
const [first] = questions
if (first === undefined) throw new Error('no questions')
await index.search({ vector: first, limit: 10 })
const openMs = performance.now() - opening
const cpuOpen = process.cpuUsage(cpuOpening)
const openCpuMs = (cpuOpen.user + cpuOpen.system) / 1000
await index.settle()
const settledSeconds = (performance.now() - begun) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
const cpuSeconds = (user + system) / 1e6
const memoryMegabytes = megabytes() - memoryBefore

const searchMs: number[] = []
const searchCpuMs: number[] = []
const found: number[][] = []
for (const vector of questions) {
  const cpuStart = process.cpuUsage()
  const start = performance.now()
  const { neighbours } = await index.search({ vector, limit: 10 })
  searchMs.push(performance.now() - start)
  const cpu = process.cpuUsage(cpuStart)
  searchCpuMs.push((cpu.user + cpu.system) / 1000)
  found.push(neighbours.map(({ chunkId }) => chunkId))
}
const peakMegabytes = process.resourceUsage().maxRSS / 1024
const measure: VectorsMeasure = {
  openMs,
  openCpuMs,
  settledSeconds,
  cpuSeconds,
  memoryMegabytes,
  peakMegabytes,
  searchMs,
  searchCpuMs,
  found,
  state: index.state(),
}
await vectors.close()
process.stdout.write(`${JSON.stringify(measure)}\n`)
