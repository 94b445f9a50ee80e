import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { openSession } from '../../src/engine/inference/onnx/onnx-session.ts'
import { loadTokeniser } from '../../src/engine/inference/onnx/tokeniser.ts'
import { makeOnnxEncoder, tokenizerFolder } from '../support/models/onnx-models.ts'

// `node test/perf/onnx-batches.ts`: what a text costs an encoder of MiniLM's shape, alone and in batches.

const texts = 64
const maximumTokens = 256
const random = seededRandom(7)
const words = readFileSync(join(tokenizerFolder, 'vocab.txt'), 'utf8').split('\n').slice(2_000, 12_000)
const makeText = (count: number) =>
  Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(' ')

const folder = await mkdtemp(join(tmpdir(), 'diwan-bench-'))
try {
  makeOnnxEncoder(folder, { dimensions: 384, layers: 6, maximumTokens })
  const tokeniser = await loadTokeniser(folder)
  const given = Array.from({ length: texts }, () => tokeniser.encode(makeText(20 + random() * 180), maximumTokens))
  const sorted = given.toSorted((a, b) => a.ids.length - b.ids.length)
  const description = { pooling: 'mean' as const, prefixes: { query: '', passage: '' }, maximumTokens }
  const request = { kind: 'embedding' as const, runtime: 'onnx' as const, folder, file: 'onnx/model.onnx', description }
  for (const threads of [1, 2]) {
    const session = await openSession({ ...request, threads })
    for (const [order, inputs] of Object.entries({ given, sorted })) {
      for (const batch of [1, 4, 16, 32]) {
        const before = process.cpuUsage()
        for (let start = 0; start < texts; start += batch) {
          await session.run(inputs.slice(start, start + batch), tokeniser.paddingId)
        }
        const { user, system } = process.cpuUsage(before)
        const milliseconds = ((user + system) / 1_000 / texts).toFixed(1)
        console.log(`${threads} threads, ${order}, ${batch} a run: ${milliseconds} CPU-ms a text`)
      }
    }
    await session.close()
  }
} finally {
  await rm(folder, { recursive: true })
}
