import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import {
  type MadeEntailmentOptions,
  makeOnnxEntailment,
  makeOnnxReranker,
} from '../../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openLocalEntailer } from '../local/open-local-model.ts'
import type { Entailer } from '../model-runner.ts'

const never = new AbortController().signal

async function open(options: MadeEntailmentOptions = {}): Promise<Entailer> {
  const folder = temporaryFolder()
  makeOnnxEntailment(folder, options)
  const entailer = await openLocalEntailer({ runtime: 'onnx', folder })
  onTestFinished(() => entailer.close())
  return entailer
}

const premise = 'the cat sat on the old mat by the door'
const follows = { premise, claim: 'the old cat sat by the door' }
const doesNot = { premise, claim: 'tax law of Ohio was never repealed' }

// For tests that ask and change nothing: a start takes longer than what most of them do.
const folder = mkdtempSync(join(tmpdir(), 'diwan-entailment-'))
let entailer: Entailer

beforeAll(async () => {
  makeOnnxEntailment(folder)
  entailer = await openLocalEntailer({ runtime: 'onnx', folder })
})
afterAll(async () => {
  await entailer.close()
  rmSync(folder, { recursive: true })
})

const likely = expect.toSatisfy((probability: number) => probability > 0.9)
const unlikely = expect.toSatisfy((probability: number) => probability < 0.1)

it('RET-4.check: what follows is probable, and what does not is not', async () => {
  const { probabilities, tokens } = await entailer.judge([follows, doesNot], never)
  expect(probabilities).toEqual([likely, unlikely])
  expect(tokens).toBeGreaterThan(2 * 9)
  expect((await entailer.judge([], never)).probabilities).toEqual([])
})

it('RET-4.check: of a model with two classes as well, in the order that it has', async () => {
  // Catches a class that is found by its usual place, and a softmax over three.
  const other = await open({ labels: ['entailment', 'not_entailment'] })
  expect((await other.judge([follows, doesNot], never)).probabilities).toEqual([likely, unlikely])
})

it('MOD-4.batch: a pair gets the same among others as alone, however long they are', async () => {
  const pairs = Array.from({ length: 40 }, (_, index) => ({
    premise: `${premise} `.repeat(1 + ((index * 7) % 5)),
    claim: 'the cat sat on a door '.repeat(1 + (index % 3)) + 'law '.repeat(index % 4),
  }))
  const together = await entailer.judge(pairs, never)
  for (const [index, pair] of pairs.entries()) {
    const alone = await entailer.judge([pair], never)
    expect(Math.abs((together.probabilities[index] ?? Number.NaN) - (alone.probabilities[0] ?? 0))).toBeLessThan(1e-5)
  }
})

it('RET-4.check: of a premise that is longer than the model reads, every part counts', async () => {
  // Catches a premise that is cut at its beginning.
  const other = 'law '.repeat(150)
  const { probabilities } = await entailer.judge(
    [
      { ...follows, premise: `${other}${premise} ${other}` },
      { ...follows, premise: other },
    ],
    never,
  )
  expect(probabilities).toEqual([likely, unlikely])
})

it('RET-4.check: a claim that the model could not read to its end does not follow', async () => {
  const { probabilities } = await entailer.judge([{ premise, claim: `${premise} `.repeat(20) }], never)
  expect(probabilities).toEqual([0])
})

it('RET-4.check: what is no entailment model is refused as one', async () => {
  const reranker = temporaryFolder()
  makeOnnxReranker(reranker)
  await expect(openLocalEntailer({ runtime: 'onnx', folder: reranker })).rejects.toMatchObject({
    code: 'MODEL_FAILED',
    message: 'config.json does not say what the classes of the model are',
  })
  await expect(openLocalEntailer({ runtime: 'gguf', folder: reranker })).rejects.toMatchObject({ code: 'MODEL_FAILED' })
})

it('RET-4.check: a model with other classes than its config names is refused', async () => {
  const unlike = temporaryFolder()
  makeOnnxEntailment(unlike, { config: { id2label: { 0: 'contradiction', 1: 'entailment' } } })
  await expect(openLocalEntailer({ runtime: 'onnx', folder: unlike })).rejects.toThrow('does not give 2 logits')
})

it('RET-4.check: numbers that are none are not handed on', async () => {
  const broken = await open({ isBroken: true })
  await expect(broken.judge([follows], never)).rejects.toThrow('a probability is no number')
})
