import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import type { OutboundCall } from '../../contract/network.ts'
import { openConnection } from '../store/connection.ts'
import { migrate } from '../store/migrations/migrate.ts'
import { reads, writes } from '../store/operations.ts'
import type { Store } from '../store/store.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { createOutboundLog } from './outbound-log.ts'

const dayMs = 86_400_000
const now = 1_000 * dayMs
let made = 0

function call(changes: Partial<OutboundCall> = {}): OutboundCall {
  made += 1
  const id = `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`
  const sizes = { bytesSent: 10, bytesReceived: 20, milliseconds: 30 }
  return {
    id,
    at: now,
    purpose: 'model',
    host: 'world.test',
    proxy: null,
    status: 200,
    code: null,
    ...sizes,
    ...changes,
  }
}

/** The real database, in this thread. `failures` are what the next writes fail with. */
function openLog() {
  const path = join(temporaryFolder(), 'diwan.db')
  const key = randomBytes(32)
  migrate({ path, key, now: 1 })
  const connection = openConnection({ path, key, mode: 'write' })
  onTestFinished(() => connection.close())
  const failures: Error[] = []
  const batches: number[] = []
  const store = {
    async read(name: 'networkLog.list', input: never) {
      return connection.snapshot(() => reads[name](connection, input))
    },
    async write(name: 'networkLog.add', input: { calls: OutboundCall[] }) {
      batches.push(input.calls.length)
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      return connection.transaction(() => writes[name](connection, input as never))
    },
  } as unknown as Store
  const log = createOutboundLog({ store, telemetry: createTelemetry({ level: 'silent' }), now: () => now })
  const add = (input: { calls: OutboundCall[]; most: number }) =>
    connection.transaction(() => writes['networkLog.add'](connection, { since: now - 90 * dayMs, ...input }))
  return { log, failures, batches, add }
}

test('MOD-5.log: calls are listed latest first, by purpose and host, and found again by pages', async () => {
  const { log, batches } = openLog()
  const calls = [
    call({ at: now - 2 }),
    call({
      at: now - 1,
      purpose: 'web-page',
      host: 'www.far.test',
      status: null,
      code: 'TIMEOUT',
      proxy: 'http://p:1',
    }),
    call({ at: now, purpose: 'web-page', host: 'near.test:8080', status: 302 }),
  ]
  for (const each of calls) log.record(each)
  const latest = calls.toReversed()
  expect(await log.list({ offset: 0, limit: 10 })).toEqual({ total: 3, items: latest })
  expect(await log.list({ offset: 1, limit: 1 })).toEqual({ total: 3, items: latest.slice(1, 2) })
  expect(await log.list({ offset: 0, limit: 10, purpose: 'web-page' })).toEqual({ total: 2, items: latest.slice(0, 2) })
  expect(await log.list({ offset: 0, limit: 10, host: 'FAR.test' })).toEqual({ total: 1, items: latest.slice(1, 2) })
  // One transaction, not one a call.
  expect(batches).toEqual([3])
})

test('MOD-5.log: what is too old or too much goes, and no more than that', async () => {
  const { log, add } = openLog()
  const old = call({ at: now - 91 * dayMs })
  const kept = [call({ at: now - 89 * dayMs }), call(), call()]
  add({ calls: [old], most: 100 })
  add({ calls: kept, most: 100 })
  expect((await log.list({ offset: 0, limit: 10 })).total).toBe(3)
  add({ calls: [call(), call()], most: 2 })
  const { items } = await log.list({ offset: 0, limit: 10 })
  expect(items).toHaveLength(2)
  expect(items.some(({ id }) => kept.map((each) => each.id).includes(id))).toBe(false)
})

test('MOD-5.log: a store that can not be written to for a while loses no call', async () => {
  const { log, failures } = openLog()
  failures.push(new Error('disk is full'))
  log.record(call())
  await log.close()
  log.record(call())
  await log.close()
  expect((await log.list({ offset: 0, limit: 10 })).total).toBe(2)
})
