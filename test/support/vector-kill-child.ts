/**
 * A process that saves a vector index over and over and may be killed at any moment:
 * `node vector-kill-child.ts DATA KEY_HEX HEAD [last]`. The store is as it was after change number HEAD. First it checks what
 * the index finds, and prints that as JSON; then it changes the store and saves without end, printing `head N` before
 * the index hears of change N. The `last` one ends after it has checked.
 */
import { changeVectorStore } from './vector-changes.ts'
import { openVectorIndexes, vectorPlace, vectorRecall } from './vector-checks.ts'

const [dataFolder, key, head, last] = process.argv.slice(2)
if (dataFolder === undefined || key === undefined || head === undefined) throw new Error('DATA KEY_HEX HEAD')

const { store, step } = changeVectorStore(Number(head))
const { vectors, log } = openVectorIndexes({ dataFolder, key: Buffer.from(key, 'hex') })
const index = vectors.open(vectorPlace, store)
const early = await vectorRecall(index, store, { questions: 5 })
const { reached } = index.state()
await index.settle()
const settled = await vectorRecall(index, store, { questions: 25 })
const vectorsRight = index.state().vectors === store.chunkIds().length
process.stdout.write(`${JSON.stringify({ reached, early, settled, vectorsRight, log })}\n`)
while (last === undefined) {
  const number = step(20)
  process.stdout.write(`head ${number}\n`)
  await index.settle()
}
await vectors.close()
