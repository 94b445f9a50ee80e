import { describe, expect, it } from 'vitest'
import { type Answer, answerJson, openNet, startModelServer } from '../../../../test/support/models/model-server.ts'
import type { EmbedPurpose, ModelError } from '../model-runner.ts'
import type { RemoteModel } from '../model-source.ts'
import { postJson } from './post-json.ts'
import { openRemoteEmbedder } from './remote-embedder.ts'

const never = new AbortController().signal

/** A vector that tells its text: how long it is, and its first letter. */
const vectorOf = (text: string) => [text.length, text.charCodeAt(0) || 1, 1]
const unitOf = (text: string) => {
  const length = Math.hypot(...vectorOf(text))
  return vectorOf(text).map((value) => Math.round((value / length) * 1e4) / 1e4)
}
const rounded = (vectors: readonly Float32Array[]) =>
  vectors.map((vector) => Array.from(vector, (value) => Math.round(value * 1e4) / 1e4))

const openAi: Answer = ({ body }, response) => {
  const { input } = JSON.parse(body)
  // Backwards, with their places, as servers may.
  const data = input.map((text: string, index: number) => ({ index, embedding: vectorOf(text) })).reverse()
  answerJson(response, { data, usage: { prompt_tokens: input.length * 2, total_tokens: input.length * 2 } })
}

async function open(answer: Answer, model: Partial<RemoteModel> = {}) {
  const { url, requests } = await startModelServer(answer)
  const { net, settings, log } = openNet()
  const waits: number[] = []
  const server = {
    net,
    model: { runtime: 'openai-compatible' as const, url, name: 'embedder-1', key: 'sk-very-secret', ...model },
    wait: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      waits.push(milliseconds)
    },
  }
  const embedder = await openRemoteEmbedder(server, never)
  const embed = (texts: string[], purpose: EmbedPurpose = 'passage', signal = never) =>
    embedder.embed(texts, { purpose, signal })
  return { embedder, embed, requests, settings, log, waits, url }
}

const failureOf = (work: Promise<unknown>): Promise<ModelError> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: ModelError) => error,
  )

describe('MOD-4.embed-remote: servers that speak the protocol of OpenAI', () => {
  it('sends texts and key, and gives vectors of length 1 in the order of the texts', async () => {
    const { embedder, embed, requests, url } = await open(openAi)
    const { vectors, tokens } = await embed(['one', 'twelve', 'a'])
    expect(rounded(vectors)).toEqual(['one', 'twelve', 'a'].map(unitOf))
    expect({ tokens, dimensions: embedder.dimensions }).toEqual({ tokens: 6, dimensions: 3 })
    expect(requests.at(-1)).toMatchObject({ method: 'POST', path: '/v1/embeddings' })
    expect(requests.at(-1)?.headers.authorization).toBe('Bearer sk-very-secret')
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({
      model: 'embedder-1',
      input: ['one', 'twelve', 'a'],
      encoding_format: 'float',
    })
    expect(url).toBeDefined()
  })

  it.each([
    ['/v1', '/v1/embeddings'],
    ['/v1/', '/v1/embeddings'],
    ['/v1/embeddings', '/v1/embeddings'],
    ['/proxy/openai', '/proxy/openai/embeddings'],
    ['', '/v1/embeddings'],
  ])('an address that ends in %j is asked at %s', async (typed, path) => {
    const { url, requests } = await startModelServer(openAi)
    const { net } = openNet()
    const model = { runtime: 'openai-compatible' as const, url: `${url}${typed}`, name: 'm', key: null }
    await openRemoteEmbedder({ net, model, wait: async () => undefined }, never)
    expect(requests.map((request) => request.path)).toEqual([path])
    expect(requests[0]?.headers.authorization).toBeUndefined()
  })

  it('is not asked for a first vector when its length is known', async () => {
    const { requests, embedder } = await open(openAi, { dimensions: 3 })
    expect({ asked: requests.length, dimensions: embedder.dimensions }).toEqual({ asked: 0, dimensions: 3 })
  })

  it('gives an empty text zeros and does not send it', async () => {
    const { embed, requests } = await open(openAi)
    const { vectors } = await embed(['', 'one', ' \n'])
    expect(rounded(vectors)).toEqual([[0, 0, 0], unitOf('one'), [0, 0, 0]])
    expect(JSON.parse(requests.at(-1)?.body ?? '').input).toEqual(['one'])
  })
})

describe('MOD-4.batch: what a server takes in one call', () => {
  const many = Array.from({ length: 200 }, (_, index) => `text number ${index}`)
  const sizes = (requests: readonly { body: string }[]) => requests.map(({ body }) => JSON.parse(body).input.length)

  it('many texts go in batches', async () => {
    const { embed, requests } = await open(openAi, { dimensions: 3 })
    const { vectors, tokens } = await embed(many)
    expect(rounded(vectors)).toEqual(many.map(unitOf))
    expect(tokens).toBe(400)
    expect(sizes(requests)).toEqual([64, 64, 64, 8])
  })

  it('a server that takes fewer is given fewer from then on', async () => {
    const limited: Answer = (request, response) => {
      if (JSON.parse(request.body).input.length <= 32) openAi(request, response)
      else answerJson(response, { error: 'batch size 64 > maximum allowed batch size 32' }, 422)
    }
    const { embed, requests } = await open(limited, { dimensions: 3 })
    expect(rounded((await embed(many)).vectors)).toEqual(many.map(unitOf))
    expect(sizes(requests)).toEqual([64, 32, 32, 32, 32, 32, 32, 8])
  })

  it('a text that is too long by itself is cut until the server takes it', async () => {
    const limited: Answer = (request, response) => {
      const tooLong = JSON.parse(request.body).input.some((text: string) => text.length > 1_000)
      if (tooLong) answerJson(response, { error: { message: 'maximum context length is 1000 tokens' } }, 400)
      else openAi(request, response)
    }
    const { embed, requests } = await open(limited, { dimensions: 3 })
    const { vectors } = await embed(['short', 'x'.repeat(3_000)])
    expect(rounded(vectors)).toEqual([unitOf('short'), unitOf('x'.repeat(750))])
    // Catches one long text after which every text goes alone.
    await embed(many)
    expect(sizes(requests).slice(-4)).toEqual([64, 64, 64, 8])
  })
})

describe('MOD-4.embed-remote: Gemini and Ollama', () => {
  it('Gemini is told what a text is for, and gets its key in its own header', async () => {
    const gemini: Answer = ({ body }, response) => {
      const { requests } = JSON.parse(body)
      answerJson(response, {
        embeddings: requests.map((each: { content: { parts: [{ text: string }] } }) => ({
          values: vectorOf(each.content.parts[0].text),
        })),
      })
    }
    const { embed, requests } = await open(gemini, { runtime: 'gemini', name: 'models/gemini-embedding-001' })
    expect(rounded((await embed(['why?'], 'query')).vectors)).toEqual([unitOf('why?')])
    expect(requests.at(-1)).toMatchObject({ path: '/v1beta/models/gemini-embedding-001:batchEmbedContents' })
    expect(requests.at(-1)?.headers).toMatchObject({ 'x-goog-api-key': 'sk-very-secret' })
    expect(JSON.parse(requests.at(-1)?.body ?? '').requests[0].taskType).toBe('RETRIEVAL_QUERY')
    await embed(['because'], 'passage')
    expect(JSON.parse(requests.at(-1)?.body ?? '').requests[0].taskType).toBe('RETRIEVAL_DOCUMENT')
  })

  it('Ollama is asked at its own address and counts its tokens', async () => {
    const ollama: Answer = ({ body }, response) => {
      const { input } = JSON.parse(body)
      answerJson(response, { embeddings: input.map(vectorOf), prompt_eval_count: 5 })
    }
    const { embed, requests } = await open(ollama, { runtime: 'ollama', key: null })
    const { vectors, tokens } = await embed(['one', 'two'])
    expect(rounded(vectors)).toEqual([unitOf('one'), unitOf('two')])
    expect({ tokens, path: requests.at(-1)?.path }).toEqual({ tokens: 5, path: '/api/embed' })
  })
})

describe('MOD-4.embed-remote: servers that refuse, break or go wrong', () => {
  const known = { dimensions: 3 }

  it('is asked again when it has too much to do, after the pause that it asks for', async () => {
    let calls = 0
    const busy: Answer = (request, response) => {
      if (++calls === 1) response.writeHead(429, { 'retry-after-ms': '30000', 'retry-after': '31' }).end()
      else if (calls === 2) response.writeHead(503).end()
      else openAi(request, response)
    }
    const { embed, waits } = await open(busy, known)
    expect(rounded((await embed(['one'])).vectors)).toEqual([unitOf('one')])
    expect(waits[0]).toBe(30_000)
    expect(waits).toHaveLength(2)
  })

  it('is not waited for long by a question, which is answered without it', async () => {
    // Catches a search that stands still for a minute while its server is busy.
    const { embed, waits } = await open((_, response) => response.writeHead(429, { 'retry-after': '30' }).end(), known)
    expect(await failureOf(embed(['why?'], 'query'))).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
    expect(waits).toEqual([])
    const down = await open((_, response) => response.writeHead(503).end(), known)
    await failureOf(down.embed(['why?'], 'query'))
    expect(down.waits).toHaveLength(1)
    expect(down.waits[0]).toBeLessThanOrEqual(3_000)
  })

  it('is left alone when it asks for more patience than a person has', async () => {
    const { embed, waits } = await open(
      (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end(),
      known,
    )
    expect(await failureOf(embed(['one']))).toMatchObject({ code: 'MODEL_UNREACHABLE', status: 429, isTransient: true })
    expect(waits).toEqual([])
  })

  it.each([
    [401, 'the server does not take the key'],
    [404, 'there is no such model or address on the server'],
    [400, 'the server answered 400'],
    [307, 'the server answered 307'],
  ])('%i is not asked again', async (status, message) => {
    const { embed, requests } = await open(
      (_, response) => answerJson(response, { error: 'Incorrect key: sk-very-secret for text one' }, status),
      known,
    )
    const failure = await failureOf(embed(['one']))
    expect(failure).toMatchObject({ code: 'MODEL_UNREACHABLE', status, isTransient: false, message })
    expect(requests).toHaveLength(1)
  })

  const good = (text: string) => ({ embedding: vectorOf(text) })
  const huge = '['.repeat(1_048_576)
  it.each<[string, Answer, string]>([
    ['fewer vectors than texts', (_, response) => answerJson(response, { data: [good('a')] }), '1 vectors for 2 texts'],
    [
      'vectors of another length',
      (_, response) => answerJson(response, { data: [good('a'), { embedding: [1, 2] }] }),
      'a vector of 2 numbers instead of 3',
    ],
    [
      'two vectors for one text',
      (_, response) => {
        const data = [0, 0].map((index) => ({ index, ...good('a') }))
        answerJson(response, { data })
      },
      '1 vectors for 2 texts',
    ],
    [
      'numbers beyond all measure',
      (_, response) => response.end('{"data": [{"embedding": [1e300, 1e300, 2]}, {"embedding": [1, 1, 2]}]}'),
      'a vector that is none',
    ],
    [
      'a vector of zeros',
      (_, response) => answerJson(response, { data: [good('a'), { embedding: [0, 0, 0] }] }),
      'a vector that is none',
    ],
    [
      'numbers that are none',
      (_, response) => response.end('{"data": [{"embedding": [NaN, 1, 2]}, {"embedding": [1, 1, 2]}]}'),
      'not answer in JSON',
    ],
    [
      'numbers that are missing',
      (_, response) => answerJson(response, { data: [good('a'), { embedding: [null, 1, 2] }] }),
      'no vectors',
    ],
    ['another shape', (_, response) => answerJson(response, { hello: 'world' }), 'no vectors'],
    ['a page', (_, response) => response.end('<html>'), 'not answer in JSON'],
    ['an empty body', (_, response) => response.end(), 'not answer in JSON'],
    [
      'an answer without end',
      (_, response) => {
        const more = () => {
          if (!response.destroyed) response.write(huge, more)
        }
        more()
      },
      'does not stop answering',
    ],
  ])('%s: MODEL_FAILED', async (_name, answer, message) => {
    const { embed } = await open(answer, known)
    const failure = await failureOf(embed(['one', 'two']))
    expect(failure).toMatchObject({ code: 'MODEL_FAILED', isTransient: false })
    expect(failure.message).toContain(message)
  })

  it('a connection that breaks in the middle is tried again, then said', async () => {
    const { embed, waits } = await open((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"data"', () => response.destroy())
    }, known)
    expect(await failureOf(embed(['one']))).toMatchObject({
      code: 'MODEL_UNREACHABLE',
      isTransient: true,
      status: null,
    })
    expect(waits).toHaveLength(2)
  })

  it('a server that says nothing has no more time than there is, and is not asked again', async () => {
    const { url, requests } = await startModelServer(() => undefined)
    const { net } = openNet()
    const server = {
      net,
      model: { runtime: 'ollama' as const, url, name: 'm', key: null },
      wait: async () => undefined,
    }
    const call = { url, headers: {}, body: {}, patience: { totalMs: 60, pauseMs: 3_000 }, signal: never }
    expect(await failureOf(postJson(server, call))).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
    expect(requests.length).toBeLessThanOrEqual(1)
  })

  it('a stop is heard while the server is silent', async () => {
    const leaving = new AbortController()
    const { embed } = await open(() => setTimeout(() => leaving.abort(new Error('stopped')), 20), known)
    await expect(embed(['one'], 'passage', leaving.signal)).rejects.toThrow('stopped')
    await expect(embed(['one'], 'passage', leaving.signal)).rejects.toThrow('stopped')
  })

  it('offline, only a server on this machine is asked', async () => {
    const { embed, settings } = await open(openAi, known)
    settings.offline = true
    expect(rounded((await embed(['one'])).vectors)).toEqual([unitOf('one')])
    const away = await open(openAi, { ...known, url: 'https://api.example.com/v1' })
    away.settings.offline = true
    expect(await failureOf(away.embed(['one']))).toMatchObject({ code: 'NETWORK_OFFLINE' })
    expect(away.requests).toEqual([])
  })

  it('neither key nor text reaches the log', async () => {
    const { embed, log } = await open((_, response) => response.writeHead(500).end('sk-very-secret'), known)
    await failureOf(embed(['a private sentence']))
    expect(log.length).toBeGreaterThan(0)
    expect(log.join()).not.toMatch(/sk-very-secret|private sentence/)
  })
})
