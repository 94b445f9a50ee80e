import { expect, it, onTestFinished } from 'vitest'
import { makeOnnxEncoder, makeOnnxReranker } from '../../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openLocalEmbedder, openLocalReranker } from '../local/open-local-model.ts'

const never = new AbortController().signal

async function open() {
  const folder = temporaryFolder()
  makeOnnxReranker(folder)
  const reranker = await openLocalReranker({ runtime: 'onnx', folder })
  onTestFinished(() => reranker.close())
  return { folder, reranker }
}

it('MOD-4.rerank-local: passages that fit the question get higher scores, in the order they were given', async () => {
  const { reranker } = await open()
  const passages = ['tax law of Ohio', 'the cat sat on the mat', 'a mat', 'where does the cat sit, the cat asks']
  const { scores, tokens } = await reranker.score('where is the cat', passages, never)
  expect(scores).toHaveLength(4)
  expect(scores.indexOf(Math.max(...scores))).toBe(3)
  expect(scores[1]).toBeGreaterThan(scores[0] ?? Number.NaN)
  // 4 words of the question and 3 marks for each of 4 pairs, and the passages' words and comma.
  expect(tokens).toBe(4 * 7 + 4 + 6 + 2 + 9)
})

it('MOD-4.batch: a passage has the same score among others as alone, however long they are', async () => {
  const { reranker } = await open()
  const passages = Array.from({ length: 40 }, (_, index) => 'cat mat tax '.repeat(1 + ((index * 7) % 60)))
  const { scores } = await reranker.score('where is the cat', passages, never)
  for (const [index, passage] of passages.entries()) {
    const alone = await reranker.score('where is the cat', [passage], never)
    expect(Math.abs((scores[index] ?? Number.NaN) - (alone.scores[0] ?? Number.NaN))).toBeLessThan(1e-5)
  }
  expect((await reranker.score('cat', [], never)).scores).toEqual([])
})

it('MOD-4.rerank-local: a question that is longer than the model reads leaves room for the passage', async () => {
  const { reranker } = await open()
  const { scores } = await reranker.score('cat '.repeat(1_000), ['cat', 'tax law of Ohio'], never)
  expect(scores[0]).toBeGreaterThan(scores[1] ?? Number.NaN)
})

it('MOD-4.rerank-local: an embedding model is refused as a reranker, and the other way round', async () => {
  const { folder } = await open()
  await expect(openLocalEmbedder({ runtime: 'onnx', folder })).rejects.toThrow('it is no embedding model')
  const encoder = temporaryFolder()
  makeOnnxEncoder(encoder)
  await expect(openLocalReranker({ runtime: 'onnx', folder: encoder })).rejects.toThrow('it is no reranker')
})
