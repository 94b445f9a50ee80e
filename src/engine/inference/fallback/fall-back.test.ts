import { describe, expect, test } from 'vitest'
import { Failure } from '../../../domain/failure.ts'
import type { StreamPart } from '../language-model.ts'
import { ModelError } from '../model-runner.ts'
import { CircuitOpenError } from '../resilience/circuit.ts'
import { passOver } from '../routing/candidate.ts'
import { type ChainPart, fallBack } from './fall-back.ts'

type Stream = () => AsyncIterable<StreamPart>

/** Says the words, and then fails or ends. */
function says(words: readonly string[], end?: unknown): Stream {
  return async function* () {
    yield { type: 'stream-start', warnings: [] }
    yield { type: 'text-start', id: 't' }
    for (const text of words) yield { type: 'text-delta', id: 't', text }
    if (end !== undefined) throw end
    yield { type: 'text-end', id: 't' }
    yield { type: 'finish', reason: 'stop', usage: null, model: null }
  }
}

const unreachable = (status: number | null, retryAfterMs: number | null = null) =>
  new ModelError('MODEL_UNREACHABLE', 'it is away', { status, retryAfterMs, isTransient: true })

/** Each model has its streams in the order of the calls; what it has not is an error of the test. */
async function run(models: Record<string, Stream[]>, signal = new AbortController().signal) {
  const calls: string[] = []
  const waits: number[] = []
  const parts: ChainPart[] = []
  let thrown: unknown = null
  const choices = Object.keys(models).map((model) => ({ model, reason: 'fixed' as const, because: 'named' }))
  const chain = fallBack(
    { choices, passedOver: [] },
    {
      call: ({ model, attempt }) => {
        calls.push(`${model} ${attempt}`)
        const stream = models[model]?.shift()
        if (stream === undefined) throw new Error(`${model} is not to be asked again`)
        return stream()
      },
      wait: async (milliseconds) => void waits.push(milliseconds),
      random: () => 0.5,
      signal,
    },
  )
  try {
    for await (const part of chain) parts.push(part)
  } catch (error) {
    thrown = error
  }
  const text = parts.flatMap((part) => (part.type === 'text-delta' ? [part.text] : [])).join('')
  return { calls, waits, parts, text, thrown, end: parts.at(-1) }
}

describe('a chain of models', () => {
  test.each<[string, Stream[], string[], { code: string; status: number | null; tries: number }]>([
    ['429', [says([], unreachable(429)), says([], unreachable(429))], ['a 1', 'a 1', 'b 2'], told(429)],
    ['500', [says([], unreachable(500)), says([], unreachable(500))], ['a 1', 'a 1', 'b 2'], told(500)],
    ['refused', [says([], unreachable(null)), says([], unreachable(null))], ['a 1', 'a 1', 'b 2'], told(null)],
    ['Retry-After beyond patience', [says([], unreachable(503, 60_000))], ['a 1', 'b 2'], told(503, 1)],
    [
      'an open circuit',
      [says([], new CircuitOpenError(5))],
      ['a 1', 'b 2'],
      { code: 'CIRCUIT_OPEN', status: null, tries: 1 },
    ],
    [
      'the death of its process',
      [says([], new ModelError('MODEL_FAILED', 'its process ended'))],
      ['a 1', 'b 2'],
      { code: 'MODEL_FAILED', status: null, tries: 1 },
    ],
    [
      'the offline switch',
      [says([], new ModelError('NETWORK_OFFLINE', 'offline'))],
      ['a 1', 'b 2'],
      { code: 'NETWORK_OFFLINE', status: null, tries: 1 },
    ],
    [
      'a budget that allows less',
      [
        says(
          [],
          new Failure('BUDGET_EXCEEDED', {
            ...{ budgetId: 'b', scope: 'day', leftNanoDollars: 1, neededNanoDollars: 2, renewsAt: null },
          }),
        ),
      ],
      ['a 1', 'b 2'],
      { code: 'BUDGET_EXCEEDED', status: null, tries: 1 },
    ],
  ])('MOD-3.fallback: goes on to the next after %s', async (_name, failing, calls, failure) => {
    const ran = await run({ a: failing, b: [says(['yes'])] })
    expect(ran).toMatchObject({ calls, text: 'yes', thrown: null })
    expect(ran.end).toMatchObject({
      type: 'finish',
      reason: 'stop',
      choice: { model: 'b', tried: [{ model: 'a', ...failure }] },
    })
  })

  test.each([400, 422, 401, 403, 404])('MOD-3.fallback: never after %i: nobody else is asked', async (status) => {
    const code = status === 400 || status === 422 ? 'MODEL_REJECTED' : 'MODEL_UNREACHABLE'
    const cause = new ModelError(code, 'refused', { status, isTransient: false })
    const { calls, thrown } = await run({ a: [says([], cause)], b: [] })
    expect(calls).toEqual(['a 1'])
    expect(thrown).toMatchObject({ name: 'ChainError', model: 'a', cause, tried: [{ model: 'a', status, tries: 1 }] })
  })

  test('MOD-3.retry: the last model is tried three times, with growing pauses, and Retry-After is obeyed', async () => {
    const { calls, waits, text } = await run({
      a: [says([], unreachable(503)), says([], unreachable(429, 7_000)), says(['now'])],
    })
    expect({ calls, waits, text }).toEqual({ calls: ['a 1', 'a 1', 'a 1'], waits: [400, 7_000], text: 'now' })
  })

  test('MOD-3.fallback: after its first token nothing is begun anew: the end says that it broke', async () => {
    // Catches an answer that begins again in the middle, and a break that passes for an end.
    const ran = await run({ a: [says(['half an '], unreachable(null))], b: [] })
    expect(ran).toMatchObject({ calls: ['a 1'], text: 'half an ', thrown: null })
    expect(ran.end).toMatchObject({
      ...{ type: 'finish', reason: 'broken', usage: null },
      choice: { model: 'a', tried: [{ model: 'a', code: 'MODEL_UNREACHABLE' }] },
    })
  })

  test('when all have failed, what the first one failed with is told, and all that was tried', async () => {
    const ran = await run({
      a: [says([], unreachable(429)), says([], unreachable(429))],
      b: [says([], new ModelError('MODEL_FAILED', 'its process ended'))],
    })
    expect(ran.thrown).toMatchObject({
      ...{ model: 'a', cause: { status: 429 } },
      tried: [
        { model: 'a', tries: 2 },
        { model: 'b', tries: 1 },
      ],
    })
  })

  test('a stop throws its own reason at once, and asks nobody else', async () => {
    const stopping = new AbortController()
    const stopped: Stream = async function* () {
      yield { type: 'stream-start', warnings: [] }
      stopping.abort(new Error('stopped'))
      throw unreachable(500)
    }
    const { calls, thrown } = await run({ a: [stopped], b: [] }, stopping.signal)
    expect(calls).toEqual(['a 1'])
    expect(thrown).toMatchObject({ message: 'stopped' })
  })

  test('a reader that leaves in the middle ends the call', async () => {
    let ended = false
    const endless: Stream = async function* () {
      try {
        for (;;) yield { type: 'text-delta', id: 't', text: 'x' }
      } finally {
        ended = true
      }
    }
    const route = { choices: [{ model: 'a', reason: 'fixed' as const, because: 'named' }], passedOver: [] }
    const signal = new AbortController().signal
    const chain = fallBack(route, { call: endless, wait: async () => undefined, signal })
    for await (const part of chain) if (part.type === 'text-delta') break
    // Catches a call that goes on, and is paid for, when nobody reads it any more.
    expect(ended).toBe(true)
  })

  test('MOD-3.why: what was passed over before stands before what was tried', async () => {
    const route = {
      choices: [{ model: 'b', reason: 'fallback' as const, because: 'a could not answer.' }],
      passedOver: [passOver('a', 'CONTEXT_EXCEEDED', 'it does not fit')],
    }
    const signal = new AbortController().signal
    const chain = fallBack(route, { call: says(['x']), wait: async () => undefined, signal })
    const [start] = await Array.fromAsync(chain)
    expect(start).toEqual({
      type: 'model-start',
      choice: {
        ...{ model: 'b', reason: 'fallback', because: 'a could not answer.' },
        tried: [
          { model: 'a', code: 'CONTEXT_EXCEEDED', status: null, reason: 'it does not fit', tries: 0, milliseconds: 0 },
        ],
      },
    })
  })
})

function told(status: number | null, tries = 2) {
  return { code: 'MODEL_UNREACHABLE', status, tries }
}
