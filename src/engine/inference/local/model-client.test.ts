import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LoadRequest } from '../model-source.ts'
import { asEmbedder } from './local-model.ts'
import { createModelClient, type ModelClient } from './model-client.ts'
import { startModelProcess } from './process-channel.ts'

const module = join(import.meta.dirname, '../../../../test/support/models/crashing-model.ts')
const never = new AbortController().signal
const request = {} as LoadRequest

let started: number
let ended: number
let client: ModelClient

function create(options: { idleMs?: number; taskMs?: number } = {}): ModelClient {
  return createModelClient({
    start: () => {
      started++
      const channel = startModelProcess(module)
      channel.onExit(() => ended++)
      return channel
    },
    request,
    ...options,
  })
}

beforeEach(() => {
  started = 0
  ended = 0
  client = create()
})
afterEach(() => client.close())

const embed = async (texts: string[], signal = never) =>
  (await client.ask({ do: 'embed', texts, purpose: 'query' }, signal)).tokens

describe('MOD-4.embed-local: a model in a process of its own', () => {
  it('is started with the first call, once for many', async () => {
    expect(started).toBe(0)
    expect(await Promise.all([embed(['a']), embed(['b', 'c']), embed(['d'])])).toEqual([1, 2, 1])
    expect(started).toBe(1)
  })

  // Catches a model whose native code takes the engine with it.
  it.each(['die', 'throw', 'crash'])(
    'when its process ends by "%s", each call that waits fails, and the next gets a new process',
    async (how) => {
      const failures = await Promise.allSettled([embed([how]), embed(['b'])])
      for (const failure of failures) {
        expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'MODEL_FAILED', isTransient: true } })
        expect(String(failure.status === 'rejected' && failure.reason)).not.toContain('secret')
      }
      expect(await embed(['b'])).toBe(1)
      expect(started).toBe(2)
    },
  )

  it('gives its memory back when nobody asks, and comes back when somebody does', async () => {
    client = create({ idleMs: 20 })
    expect(await embed(['a'])).toBe(1)
    await expect.poll(() => ended).toBe(1)
    expect(await embed(['a'])).toBe(1)
    expect(started).toBe(2)
  })

  // Catches what a thread does: ended while native code is at work, it takes the whole engine with it.
  it('a call that never ends is ended, also inside native code, and the next one works', async () => {
    client = create({ taskMs: 300 })
    await client.load()
    await expect(embed(['busy'])).rejects.toMatchObject({ code: 'MODEL_FAILED', isTransient: true })
    await expect.poll(() => ended).toBe(1)
    expect(await embed(['a'])).toBe(1)
  })

  it('a stop is heard at once, before and during a call', async () => {
    const leaving = new AbortController()
    const pending = embed(['hang'], leaving.signal)
    await client.load()
    leaving.abort(new Error('stopped'))
    await expect(pending).rejects.toThrow('stopped')
    await expect(embed(['a'], leaving.signal)).rejects.toThrow('stopped')
    expect(await embed(['a'])).toBe(1)
  })

  it('MOD-4.batch: between two parts of a long job another call gets its turn, and a stop ends the job', async () => {
    // Catches a question that waits for a library to be embedded.
    const embedder = asEmbedder({ client, fingerprint: 'x', facts: await client.load() })
    const order: string[] = []
    const job = embedder
      .embed(Array(200).fill('text'), { purpose: 'passage', signal: never })
      .then(() => order.push('job'))
    const question = embedder.embed(['why'], { purpose: 'query', signal: never }).then(() => order.push('question'))
    await Promise.all([job, question])
    expect(order).toEqual(['question', 'job'])
    const leaving = new AbortController()
    const stopped = embedder.embed(Array(10_000).fill('text'), { purpose: 'passage', signal: leaving.signal })
    leaving.abort(new Error('stopped'))
    await expect(stopped).rejects.toThrow('stopped')
  })

  it('a vector that is none is not handed on', async () => {
    const embedder = asEmbedder({ client, fingerprint: 'x', facts: await client.load() })
    const pending = embedder.embed(['nan'], { purpose: 'query', signal: never })
    const none = { code: 'MODEL_FAILED', message: 'the model gave a vector that is none' }
    await expect(pending).rejects.toMatchObject(none)
    await expect(embedder.embedTokens?.('nan', never)).rejects.toMatchObject(none)
  })

  it('a closed one refuses, and who waits is told', async () => {
    const pending = embed(['hang'])
    await client.load()
    const refused = expect(pending).rejects.toMatchObject({ code: 'MODEL_FAILED' })
    await client.close()
    await refused
    await expect(embed(['a'])).rejects.toMatchObject({ code: 'MODEL_FAILED', message: 'the model is closed' })
  })
})
