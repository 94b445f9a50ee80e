/**
 * A process that makes an index of generated vectors with hnswlib-node, or opens the one that was made, and prints what that
 * took as JSON: `node --expose-gc hnswlib-process.ts FOLDER COUNT make|open`. It is installed in the folder `peers`, or not.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { generateVectors } from './generated-vectors.ts'
import type { PeerMeasure } from './hnswlib.ts'

/** The part of hnswlib-node that is used here. */
type Index = {
  initIndex(options: { maxElements: number; m: number; efConstruction: number }): void
  addPoint(vector: number[], label: number): void
  setEf(ef: number): void
  searchKnn(vector: number[], count: number): { neighbors: number[] }
  writeIndexSync(path: string): void
  readIndexSync(path: string): void
}
type Library = { HierarchicalNSW: new (space: 'cosine', dimensions: number) => Index }

const [folder, count, what] = process.argv.slice(2)
if (folder === undefined) throw new Error('FOLDER COUNT make|open')
const { HierarchicalNSW } = createRequire(join(import.meta.dirname, 'peers', 'package.json'))('hnswlib-node') as Library
const dimensions = 384
const source = generateVectors({ count: Number(count), dimensions })
const questions = source.questions(200).map((vector) => Array.from(vector))
const path = join(folder, 'hnswlib')
const megabytes = () => {
  globalThis.gc?.()
  return process.memoryUsage().rss / 2 ** 20
}
const millisecondsSince = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const memoryBefore = megabytes()
const cpuBefore = process.cpuUsage()
const begun = performance.now()
const index = new HierarchicalNSW('cosine', dimensions)
if (what === 'make') {
  // The same numbers as those of Diwan's own index.
  index.initIndex({ maxElements: source.count, m: 16, efConstruction: 200 })
  for (let chunkId = 1; chunkId <= source.count; chunkId++) {
    index.addPoint(Array.from(source.vector(chunkId)), chunkId)
  }
  index.writeIndexSync(path)
} else {
  index.readIndexSync(path)
}
index.setEf(100)
const seconds = (performance.now() - begun) / 1000
const cpuSeconds = millisecondsSince(cpuBefore) / 1000
const memoryMegabytes = megabytes() - memoryBefore

const searchMs: number[] = []
const searchCpuMs: number[] = []
const found: number[][] = []
for (const question of questions) {
  const cpuStart = process.cpuUsage()
  const start = performance.now()
  const { neighbors } = index.searchKnn(question, 10)
  searchMs.push(performance.now() - start)
  searchCpuMs.push(millisecondsSince(cpuStart))
  found.push(neighbors)
}
const measure: PeerMeasure = { seconds, cpuSeconds, memoryMegabytes, searchMs, searchCpuMs, found }
process.stdout.write(`${JSON.stringify(measure)}\n`)
