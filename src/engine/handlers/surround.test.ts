import { eventIterator, oc } from '@orpc/contract'
import { createRouterClient, implement } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { CallContext } from '../../contract/call-context.ts'
import { contract as whole } from '../../contract/contract.ts'
import { Failure } from '../../domain/failure.ts'
import { currentCorrelationId } from '../telemetry/context.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { surroundRouter, unasked } from './surround.ts'

const secret = 'SELECT password FROM people'
const contract = {
  id: oc.output(z.string().nullable()),
  broken: oc.output(z.object({ count: z.int() })),
  failing: oc.output(z.null()),
  unknown: oc.output(z.null()),
  stream: oc.input(z.object({ failAt: z.int() })).output(eventIterator(z.string().nullable())),
}

function open() {
  const lines: string[] = []
  const telemetry = createTelemetry({ level: 'debug', destination: (line) => void lines.push(line) })
  const procedures = implement(contract).$context<CallContext>()
  let cleanedUp = false
  const router = surroundRouter(
    procedures.router({
      id: procedures.id.handler(() => currentCorrelationId()),
      // A number that is not whole passes the compiler and not the contract.
      broken: procedures.broken.handler(() => ({ count: 0.5 })),
      failing: procedures.failing.handler(() => {
        throw new Failure('JOB_NOT_FOUND', { jobId: 'x' })
      }),
      unknown: procedures.unknown.handler(() => {
        throw new Error(secret)
      }),
      stream: procedures.stream.handler(async function* ({ input }) {
        try {
          for (let index = 0; ; index += 1) {
            if (index === input.failAt) throw new Error(secret)
            yield currentCorrelationId()
          }
        } finally {
          cleanedUp = true
        }
      }),
    }),
    telemetry,
  )
  const reqHeaders = { get: (name: string) => (name === 'x-correlation-id' ? 'from-the-page' : null) }
  const client = createRouterClient(router, { context: { door: 'direct', reqHeaders } })
  const calls = async () =>
    (await telemetry.metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('diwan_calls_total'))
  const { activity } = telemetry
  return { client, calls, activity, logs: () => lines.map((line) => JSON.parse(line)), cleanedUp: () => cleanedUp }
}

describe('what surrounds a call', () => {
  test('the handler runs under the id that the caller chose', async () => {
    expect(await open().client.id()).toBe('from-the-page')
  })

  test('a declared failure crosses with its code, status and data', async () => {
    const { client, calls } = open()
    await expect(client.failing()).rejects.toMatchObject({ code: 'JOB_NOT_FOUND', status: 404, data: { jobId: 'x' } })
    expect(await calls()).toEqual(['diwan_calls_total{procedure="failing",door="direct",outcome="JOB_NOT_FOUND"} 1'])
  })

  test('any other throw is INTERNAL with the id; its words stay in the log', async () => {
    const { client, logs } = open()
    const error = await client.unknown().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'INTERNAL', status: 500, data: { correlationId: 'from-the-page' } })
    expect(String(error)).not.toContain(secret)
    expect(logs().find((line) => line.err)?.err.message).toBe(secret)
  })

  test('an answer that breaks the contract is INTERNAL, and the log names the procedure', async () => {
    const { client, logs } = open()
    await expect(client.broken()).rejects.toMatchObject({
      code: 'INTERNAL',
      data: { correlationId: expect.any(String) },
    })
    expect(logs().find((line) => line.paths)).toMatchObject({ procedure: 'broken', paths: [['count']] })
  })

  test('RET-11.idle: a call is under way until it has failed, and a stream until its reader leaves', async () => {
    // Would catch: an engine that never counts as idle again, or that counts as idle while somebody reads.
    const { client, activity } = open()
    await client.failing().catch(() => undefined)
    expect(activity.isQuiet()).toBe(true)
    const stream = await client.stream({ failAt: 9 })
    await stream.next()
    expect(activity.isQuiet()).toBe(false)
    await stream.return?.()
    expect(activity.isQuiet()).toBe(true)
  })

  test('RET-11.idle: what a page asks by itself is named as the contract has it', () => {
    // Would catch: a procedure that got another name, whose calls then keep the engine from ever being idle.
    const known = [...unasked].map((name) =>
      name.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], whole),
    )
    expect(known).not.toContain(undefined)
  })

  test('a stream keeps its id in every step and fails in the same form', async () => {
    const { client, calls } = open()
    const events: (string | null)[] = []
    const reading = (async () => {
      for await (const event of await client.stream({ failAt: 2 })) events.push(event)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'INTERNAL', data: { correlationId: 'from-the-page' } })
    expect(events).toEqual(['from-the-page', 'from-the-page'])
    expect(await calls()).toEqual(['diwan_calls_total{procedure="stream",door="direct",outcome="INTERNAL"} 1'])
  })

  test('a reader that leaves a stream cleans the handler up and counts as cancelled, once', async () => {
    const { client, calls, cleanedUp } = open()
    for await (const _event of await client.stream({ failAt: -1 })) break
    expect(cleanedUp()).toBe(true)
    expect(await calls()).toEqual(['diwan_calls_total{procedure="stream",door="direct",outcome="CANCELLED"} 1'])
  })
})
