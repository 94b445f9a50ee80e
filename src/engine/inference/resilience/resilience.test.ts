import { afterEach, describe, expect, test, vi } from 'vitest'
import { ModelError } from '../model-runner.ts'
import { createCircuit, failuresUntilOpen } from './circuit.ts'
import { createRateGate } from './rate-gate.ts'
import { createSlots } from './slots.ts'

const never = new AbortController().signal
const serverError = () => new ModelError('MODEL_UNREACHABLE', 'it fails', { status: 500, isTransient: true })
const limits = (requests: { remaining: number; resetMs: number } | null, tokens: number | null = null) => ({
  requests: requests === null ? null : { limit: 100, ...requests },
  tokens: tokens === null ? null : { limit: 1_000, remaining: tokens, resetMs: 4_000 },
  inputTokens: null,
  outputTokens: null,
})

afterEach(() => void vi.useRealTimers())

describe('a circuit', () => {
  const failing = () => Promise.reject(serverError())
  async function opened() {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
    const circuit = createCircuit()
    for (let tries = 0; tries < failuresUntilOpen; tries++) {
      expect(circuit.state().circuit).toBe('closed')
      await expect(circuit.run(failing)).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE' })
    }
    return circuit
  }

  test('MOD-3.breaker: opens after failures in a row, and then calls nobody', async () => {
    const circuit = await opened()
    expect(circuit.state()).toEqual({ circuit: 'open', retryAt: 1_015_000 })
    let called = 0
    const run = circuit.run(async () => void called++)
    await expect(run).rejects.toMatchObject({ code: 'CIRCUIT_OPEN', retryAt: 1_015_000 })
    expect(called).toBe(0)
  })

  test('MOD-3.breaker: lets one call try when the time is over; others go elsewhere meanwhile', async () => {
    const circuit = await opened()
    vi.setSystemTime(1_015_000)
    expect(circuit.state().circuit).toBe('half-open')
    const answer = Promise.withResolvers<string>()
    const trying = circuit.run(() => answer.promise)
    // Catches a second question that waits for the first one's end instead of asking another model.
    await expect(circuit.run(async () => 'second')).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' })
    answer.resolve('first')
    expect(await trying).toBe('first')
    expect(circuit.state()).toEqual({ circuit: 'closed', retryAt: null })
  })

  test('MOD-3.breaker: a try that fails opens it again, for twice as long', async () => {
    const circuit = await opened()
    vi.setSystemTime(1_015_000)
    await expect(circuit.run(failing)).rejects.toMatchObject({ status: 500 })
    expect(circuit.state()).toEqual({ circuit: 'open', retryAt: 1_045_000 })
  })

  test('MOD-3.breaker: bad requests, wrong keys and limits of calls say nothing about its health', async () => {
    const circuit = createCircuit()
    for (const status of [400, 401, 403, 404, 429]) {
      for (let tries = 0; tries < failuresUntilOpen; tries++) {
        const refusing = () => Promise.reject(new ModelError('MODEL_UNREACHABLE', 'refused', { status }))
        await expect(circuit.run(refusing)).rejects.toMatchObject({ status })
      }
    }
    expect(circuit.state().circuit).toBe('closed')
  })
})

describe('places at a provider', () => {
  test('are given back, in turn, and one who leaves the queue takes none', async () => {
    const slots = createSlots({ most: 1, mostWaiting: 2 })
    const first = await slots.take(never)
    const leaving = new AbortController()
    const second = slots.take(leaving.signal)
    const third = slots.take(never)
    await expect(slots.take(never)).rejects.toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: true })
    leaving.abort(new Error('stopped'))
    await expect(second).rejects.toThrow('stopped')
    first[Symbol.dispose]()
    // Catches a place that stays with a call that was given up while it waited.
    const place = await third
    place[Symbol.dispose]()
    ;(await slots.take(never))[Symbol.dispose]()
  })
})

describe('limits of a provider', () => {
  function gateAt(begun: number) {
    let time = begun
    const waited: number[] = []
    const wait = async (milliseconds: number) => {
      waited.push(milliseconds)
      time += milliseconds
    }
    const gate = createRateGate({ now: () => time, wait })
    const pass = (inputTokens = 10, patienceMs = 5_000) => gate.pass({ inputTokens, patienceMs, signal: never })
    return { gate, pass, waited }
  }

  test('MOD-3.rate-limits: the last call that is allowed goes out, the next waits until the allowance is whole', async () => {
    const { gate, pass, waited } = gateAt(1_000)
    gate.learn(limits({ remaining: 1, resetMs: 3_000 }))
    await pass()
    expect(waited).toEqual([])
    // Catches calls at the same time that each believe in the last place.
    await pass()
    expect(waited).toEqual([3_000])
  })

  test('MOD-3.rate-limits: tokens that are left are waited for, unless the call is above the whole allowance', async () => {
    const { gate, pass, waited } = gateAt(1_000)
    gate.learn(limits(null, 50))
    await pass(40)
    await pass(2_000)
    expect(waited).toEqual([])
    gate.learn(limits(null, 50))
    await pass(60)
    expect(waited).toEqual([4_000])
  })

  test('MOD-3.rate-limits: nobody waits beyond their patience: the call is refused here and not sent', async () => {
    const { gate, pass, waited } = gateAt(1_000)
    gate.pause(60_000)
    const refused = { status: 429, isTransient: true, retryAfterMs: 60_000 }
    await expect(pass(10, 5_000)).rejects.toMatchObject(refused)
    expect(waited).toEqual([])
    await pass(10, 60_000)
    expect(waited).toEqual([60_000])
  })
})
