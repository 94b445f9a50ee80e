import { describe, expect, it } from 'vitest'
import { type Answer, answerJson, openNet, startModelServer } from '../../../../test/support/models/model-server.ts'
import type { RemoteModel } from '../model-source.ts'
import { openRemoteReranker } from './remote-reranker.ts'

const never = new AbortController().signal

async function open(answer: Answer, model: Partial<RemoteModel> = {}) {
  const { url, requests } = await startModelServer(answer)
  const { net } = openNet()
  const source = { runtime: 'openai-compatible' as const, url, name: 'reranker-1', key: 'secret', ...model }
  return { requests, reranker: openRemoteReranker({ net, model: source, wait: async () => undefined }) }
}

/** A passage's score is its length; the best comes first, as servers sort. */
const jina: Answer = ({ body }, response) => {
  const { documents } = JSON.parse(body)
  const results = documents
    .map((text: string, index: number) => ({ index, relevance_score: text.length / 1_000 }))
    .sort((a: { relevance_score: number }, b: { relevance_score: number }) => b.relevance_score - a.relevance_score)
  answerJson(response, { results, usage: { total_tokens: documents.length } })
}

describe('MOD-4.rerank-remote: a server that reranks', () => {
  it('gives scores in the order of the passages, whatever order they come in', async () => {
    const { reranker, requests } = await open(jina)
    expect(await reranker.score('why?', ['aa', 'aaaa', 'a'], never)).toEqual({
      scores: [0.002, 0.004, 0.001],
      tokens: 3,
    })
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/v1/rerank' })
    expect(requests[0]?.headers.authorization).toBe('Bearer secret')
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ query: 'why?', top_n: 3, model: 'reranker-1' })
  })

  it('MOD-4.batch: many passages go in batches, and none is lost', async () => {
    const { reranker, requests } = await open(jina)
    const passages = Array.from({ length: 250 }, (_, index) => 'x'.repeat(index + 1))
    const { scores, tokens } = await reranker.score('why?', passages, never)
    expect(scores).toEqual(passages.map((text) => text.length / 1_000))
    expect({ tokens, calls: requests.length }).toEqual({ tokens: 250, calls: 3 })
  })

  it('reads the answer of Text Embeddings Inference, a list alone', async () => {
    const { reranker } = await open((_, response) =>
      answerJson(response, [
        { index: 1, score: 0.9 },
        { index: 0, score: -2 },
      ]),
    )
    expect(await reranker.score('why?', ['a', 'b'], never)).toEqual({ scores: [-2, 0.9], tokens: 0 })
  })

  it.each<[string, unknown]>([
    ['a passage without a score', { results: [{ index: 0, relevance_score: 1 }] }],
    ['a score without a number', { results: [{ index: 0, relevance_score: 1 }, { index: 1 }] }],
    [
      'a score of no passage',
      {
        results: [
          { index: 0, relevance_score: 1 },
          { index: 7, relevance_score: 1 },
        ],
      },
    ],
    ['another shape', { data: [] }],
  ])('%s: MODEL_FAILED', async (_name, value) => {
    const { reranker } = await open((_, response) => answerJson(response, value))
    await expect(reranker.score('why?', ['a', 'b'], never)).rejects.toMatchObject({ code: 'MODEL_FAILED' })
  })

  it('a kind of server that has no rerankers is refused at once', async () => {
    await expect(open(jina, { runtime: 'ollama' })).rejects.toMatchObject({ code: 'MODEL_FAILED' })
  })
})
