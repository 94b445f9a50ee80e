import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectParts } from '../collect-parts.ts'
import type { GenerationRequest } from '../language-model.ts'
import { createLanguageClient, type LanguageClient } from './language-client.ts'
import type { FromLanguageModel, ToLanguageModel } from './language-protocol.ts'
import { startModelProcess } from './process-channel.ts'

const module = join(import.meta.dirname, '../../../../test/support/models/scripted-language-model.ts')
const never = new AbortController().signal

let started: number
let ended: number
let contextTokens: number | null
let client: LanguageClient

function create({ idleMs = 60_000, silenceMs = 60_000 } = {}): LanguageClient {
  return createLanguageClient({
    start() {
      started++
      const channel = startModelProcess<ToLanguageModel, FromLanguageModel>(module)
      channel.onExit(() => ended++)
      return channel
    },
    load: async () => ({
      load: { folder: '', file: '', settings: { gpuLayers: null, threads: null, contextTokens } },
      idleMs,
    }),
    silenceMs,
  })
}

beforeEach(() => {
  started = 0
  ended = 0
  contextTokens = null
  client = create()
})
afterEach(() => client.close())

const asking = (text: string, signal = never): GenerationRequest => ({
  messages: [{ role: 'user', content: [{ type: 'text', text }] }],
  maximumOutputTokens: 8,
  signal,
})
const generate = (text: string) => collectParts(client.stream(asking(text)))

/** Reads until the answer has begun. */
async function begin(text: string, signal = never) {
  const stream = client.stream(asking(text, signal))
  for (;;) {
    const { value } = await stream.next()
    if (value?.type === 'text-delta') return stream
  }
}

describe('MOD-2.process: a language model in a process of its own', () => {
  it('is started with the first call, once for many', async () => {
    const [first, second, count] = await Promise.all([
      generate('whole'),
      generate('whole'),
      client.count({ messages: [] }),
    ])
    expect(first.content).toEqual([{ type: 'text', text: `from ${count}` }])
    expect(second.content).toEqual(first.content)
    expect(started).toBe(1)
  })

  it('a stop is heard at once, also of a process that does not hear it, and by a reader that leaves', async () => {
    const leaving = new AbortController()
    const stream = await begin('silent', leaving.signal)
    const next = stream.next()
    leaving.abort(new Error('stopped'))
    await expect(next).rejects.toThrow('stopped')
    const left = await begin('silent')
    await left.return(undefined)
    await expect(collectParts(client.stream(asking('whole', leaving.signal)))).rejects.toThrow('stopped')
    expect(await generate('whole')).toMatchObject({ reason: 'stop' })
    expect(started).toBe(1)
  })

  it('other settings start it anew once nothing is being worked on', async () => {
    expect(await client.facts()).toMatchObject({ contextTokens: 64 })
    contextTokens = 256
    expect(await client.facts()).toMatchObject({ contextTokens: 256 })
    expect(started).toBe(2)
  })
})

describe('MOD-2.crash: a process that ends or hangs', () => {
  it.each(['die', 'crash'])(
    '"%s" in the middle of an answer is told, and the next question is answered',
    async (how) => {
      const failed = { code: 'MODEL_FAILED', isTransient: true }
      const other = begin('silent')
      const stream = await begin(how)
      await expect(stream.next()).rejects.toMatchObject(failed)
      // Catches an answer of another conversation that would wait for ever.
      await expect(other.then((silent) => silent.next())).rejects.toMatchObject(failed)
      expect(await generate('whole')).toMatchObject({ reason: 'stop' })
      expect(started).toBe(2)
    },
  )

  it('one that hangs inside native code is ended, and the next question is answered', async () => {
    client = create({ silenceMs: 400 })
    await client.facts()
    const stream = await begin('busy')
    await expect(stream.next()).rejects.toMatchObject({ code: 'MODEL_FAILED', isTransient: true })
    await expect.poll(() => ended).toBe(1)
    expect(await generate('whole')).toMatchObject({ reason: 'stop' })
  })

  it('one that works on something long, and a reader that takes its time, are no hangs', async () => {
    client = create({ silenceMs: 300 })
    await client.facts()
    const working = (await begin('working')).next()
    const slow = client.stream(asking('silent'))
    await slow.next()
    const first = await Promise.race([working.then(() => 'ended'), delay(900, 'still there')])
    expect(first).toBe('still there')
    expect(started).toBe(1)
    working.catch(() => undefined)
  })
})

describe('MOD-2.unload: a model without work', () => {
  it('gives its memory back, and comes back when somebody asks', async () => {
    client = create({ idleMs: 20 })
    expect(await generate('whole')).toMatchObject({ reason: 'stop' })
    await expect.poll(() => ended).toBe(1)
    expect(await generate('whole')).toMatchObject({ reason: 'stop' })
    expect(started).toBe(2)
  })

  it('a closed one refuses', async () => {
    await client.close()
    await expect(generate('whole')).rejects.toMatchObject({ code: 'MODEL_FAILED', message: 'the model is closed' })
  })
})
