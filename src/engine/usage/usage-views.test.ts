import { describe, expect, test } from 'vitest'
import { openDirectStore } from '../../../test/support/direct-store.ts'
import { addEntry, type LedgerEntry } from '../store/repositories/ledger-entry.ts'
import { createUsageViews } from './usage-views.ts'

const hour = 3_600_000
const day = 24 * hour
/** A Sunday, at noon in UTC. */
const now = Date.UTC(2026, 10, 15, 12)

let entries = 0

function entry(over: Partial<LedgerEntry> = {}): LedgerEntry {
  entries += 1
  return {
    id: `019a0000-0000-7000-8000-${String(entries).padStart(12, '0')}`,
    at: now,
    ...{ model: 'acme/large', purpose: 'answer', agent: null, workflow: null, libraryIds: [] },
    ...{ conversationId: null, messageId: null, outcome: 'ok', code: null, counted: false, priceKnown: true },
    usage: { inputTokens: 100, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 10, reasoningTokens: 0 },
    ...{ nanoDollars: 1_000, savedNanoDollars: 0, reservedNanoDollars: 2_000, firstTokenMs: 50, totalMs: 200 },
    ...{ attempt: 1, redundantTokens: null },
    ...over,
  }
}

function openViews(calls: readonly LedgerEntry[]) {
  const opened = openDirectStore()
  for (const call of calls) addEntry(opened.connection, call)
  return { ...opened, views: createUsageViews({ store: opened.store, clock: { now: () => now } }) }
}

describe('usage views', () => {
  test('USE-4.model USE-4.agent USE-4.library USE-4.conversation: groups are what a call belongs to, and the whole counts it once', async () => {
    // Catches a call over two libraries that is paid twice in the whole, and a group that loses calls without one.
    const { views, connection } = openViews([
      entry({ model: 'acme/large', agent: 'writer', libraryIds: ['a', 'b'], conversationId: 'talk', nanoDollars: 5 }),
      entry({ model: 'acme/small', agent: 'reader', libraryIds: ['a'], nanoDollars: 3 }),
      entry({ model: 'acme/small', nanoDollars: 1 }),
    ])
    connection.run(
      'test',
      `INSERT INTO libraries (id, name, folded_name, created_at) VALUES ('a', 'Papers', 'papers', 1)`,
    )
    const groups = async (by: 'model' | 'agent' | 'library' | 'conversation') => {
      const { total, groups } = await views.summary({ filter: {}, by })
      expect(total).toMatchObject({ calls: 3, nanoDollars: 9, usage: { inputTokens: 300 } })
      return groups.map(({ key, title, calls, nanoDollars }) => [key, title, calls, nanoDollars])
    }
    expect(await groups('model')).toEqual([
      ['acme/large', 'acme/large', 1, 5],
      ['acme/small', 'acme/small', 2, 4],
    ])
    expect(await groups('agent')).toEqual([
      ['writer', 'writer', 1, 5],
      ['reader', 'reader', 1, 3],
      [null, null, 1, 1],
    ])
    expect(await groups('library')).toEqual([
      ['a', 'Papers', 2, 8],
      ['b', null, 1, 5],
      [null, null, 1, 1],
    ])
    expect(await groups('conversation')).toEqual([
      ['talk', null, 1, 5],
      [null, null, 2, 4],
    ])
    // Catches groups, in the whole or in a step of time, of calls that the filter leaves out.
    const filter = { model: 'acme/small', from: now - day, to: now + 1 }
    const small = await views.summary({ filter, by: 'library' })
    expect(small.total).toMatchObject({ calls: 2, nanoDollars: 4 })
    expect(small.groups.map(({ key, nanoDollars }) => [key, nanoDollars])).toEqual([
      ['a', 3],
      [null, 1],
    ])
    const { steps } = await views.overTime({ filter, by: 'library', step: 'month', timeZone: 'UTC' })
    expect(steps).toMatchObject([{ calls: 2, nanoDollars: 4, groups: [{ key: 'a' }, { key: null }] }])
    const shared = await views.summary({ filter: { libraryId: 'b' }, by: 'library' })
    expect(shared).toMatchObject({ total: { calls: 1 }, groups: [{ calls: 1 }, { calls: 1 }] })
  })

  test('USE-4.latency USE-4.errors USE-4.cache: percentiles leave out what brought nothing; failures have their codes', async () => {
    const { views } = openViews([
      ...[10, 20, 30, 1_000].map((totalMs) => entry({ totalMs, firstTokenMs: totalMs / 10, savedNanoDollars: 7 })),
      entry({ outcome: 'failed', code: 'MODEL_UNREACHABLE', totalMs: 60_000, firstTokenMs: null, nanoDollars: 0 }),
      entry({ priceKnown: false, nanoDollars: 0, totalMs: 20, firstTokenMs: null }),
    ])
    const { total, groups } = await views.summary({ filter: {}, by: 'code' })
    expect(total).toMatchObject({
      ...{ calls: 6, failed: 1, unpriced: 1, savedNanoDollars: 28 },
      firstTokenMs: { p50: 2, p95: 100 },
      totalMs: { p50: 20, p95: 1_000 },
    })
    expect(groups.map(({ key, failed }) => [key, failed])).toEqual([
      [null, 0],
      ['MODEL_UNREACHABLE', 1],
    ])
  })

  test('USE-4.time: steps are those of the calendar that is asked for, those without a call too', async () => {
    // In Berlin the clocks went back on 25 October 2026: that day has 25 hours.
    const { views } = openViews([
      entry({ at: Date.UTC(2026, 9, 24, 21, 59), nanoDollars: 1 }),
      entry({ at: Date.UTC(2026, 9, 24, 22), nanoDollars: 2 }),
      entry({ at: Date.UTC(2026, 9, 25, 22, 59), nanoDollars: 4 }),
      entry({ at: Date.UTC(2026, 9, 27, 12), nanoDollars: 8, model: 'acme/small' }),
    ])
    const filter = { to: Date.UTC(2026, 9, 28) }
    const asked = { filter, by: 'model', timeZone: 'Europe/Berlin' } as const
    const { steps } = await views.overTime({ ...asked, step: 'day' })
    expect(steps.map(({ from, to, nanoDollars }) => [(to - from) / hour, nanoDollars])).toEqual([
      [24, 1],
      [25, 6],
      [24, 0],
      [24, 8],
      [24, 0],
    ])
    expect(steps[3]?.groups).toEqual([{ key: 'acme/small', nanoDollars: 8, tokens: 110 }])
    const weeks = (await views.overTime({ ...asked, step: 'week' })).steps
    expect(weeks.map(({ nanoDollars }) => nanoDollars)).toEqual([7, 8])
    expect((await views.overTime({ ...asked, step: 'month' })).steps.map(({ calls }) => calls)).toEqual([4])
    const hours = (await views.overTime({ ...asked, step: 'hour', filter: { ...filter, from: filter.to - day } })).steps
    expect(hours.filter(({ calls }) => calls > 0).map(({ from }) => from)).toEqual([Date.UTC(2026, 9, 27, 12)])
    expect(hours).toHaveLength(24)
  })

  test('USE-4.forecast USE-5.month: a month ends as the days before went, and says how sure that is', async () => {
    const days = Array.from({ length: 20 }, (_, index) =>
      entry({ at: now - (index + 1) * day, nanoDollars: 1_000_000 }),
    )
    const { views } = openViews(days)
    const { forecast } = await views.overTime({ filter: {}, by: 'model', step: 'month', timeZone: 'UTC' })
    // 14 days of November before today, and half of today with the 15 days after it to come.
    expect(forecast).toEqual({ spent: 14_000_000, expected: 29_500_000, low: 29_500_000, high: 29_500_000 })
    const alone = openViews([entry({ at: now - hour })])
    const first = await alone.views.overTime({ filter: {}, by: 'model', step: 'day', timeZone: 'UTC' })
    expect(first.forecast).toBeNull()
  })

  test('USE-4.drill-down: calls are found by any filter, page by page, latest first', async () => {
    const calls = Array.from({ length: 7 }, (_, index) =>
      entry({ at: now - index * hour, agent: index % 2 === 0 ? 'writer' : null, libraryIds: index < 4 ? ['a'] : [] }),
    )
    const { views } = openViews(calls)
    const ids = async (filter: object, page: { offset?: number; limit?: number } = {}) => {
      const { total, items } = await views.calls({ filter, offset: 0, limit: 100, ...page })
      return [total, ...items.map(({ id }) => calls.findIndex((call) => call.id === id))]
    }
    expect(await ids({})).toEqual([7, 0, 1, 2, 3, 4, 5, 6])
    expect(await ids({}, { offset: 2, limit: 2 })).toEqual([7, 2, 3])
    expect(await ids({ agent: 'writer', libraryId: 'a' })).toEqual([2, 0, 2])
    expect(await ids({ from: now - 2 * hour, to: now })).toEqual([2, 1, 2])
    expect(await ids({ conversationId: 'none' })).toEqual([0])
    expect(await views.call(calls[3]?.id ?? '')).toEqual(calls[3])
    await expect(views.call('unknown')).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' })
  })

  test('USE-4.csv: every cell is as RFC 4180 has it, and none is a formula', async () => {
    const { views } = openViews([
      entry({ agent: '=HYPERLINK("http://evil")', workflow: 'a,b\r\nc', nanoDollars: 1_000_000_001 }),
      entry({ agent: ' @sum', at: now - 1 }),
    ])
    const { name, text } = await views.csv({})
    expect(name).toBe('diwan-usage-2026-11-15.csv')
    expect(text).toContain(`,"'=HYPERLINK(""http://evil"")","a,b\r\nc",`)
    expect(text).toContain(`2026-11-15T12:00:00.000Z,acme/large,answer,`)
    expect(text).toContain(',1.000000001,')
    // Oldest first.
    expect(text.indexOf("' @sum")).toBeLessThan(text.indexOf('HYPERLINK'))
    expect(text.endsWith('\r\n')).toBe(true)
  })

  test('USE-5.tokens USE-5.redundant USE-5.parallel USE-5.advice: dear steps are found with what they would save', async () => {
    const usage = (inputTokens: number, cachedInputTokens = 0) => ({
      ...{ inputTokens, cachedInputTokens, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
    })
    const { views } = openViews([
      entry({ agent: 'reader', usage: usage(60_000), nanoDollars: 60_000_000 }),
      entry({ agent: 'reader', usage: usage(50_000), nanoDollars: 50_000_000, at: now - day }),
      entry({ agent: 'council', usage: usage(1_000), redundantTokens: 400, nanoDollars: 1_000_000 }),
      entry({ agent: 'council', usage: usage(1_000), redundantTokens: 300, nanoDollars: 1_000_000 }),
      ...Array.from({ length: 7 }, (_, index) =>
        entry({
          workflow: 'weekly',
          at: now - 2 * hour + index,
          totalMs: 1_000,
          usage: usage(1_000),
          nanoDollars: 1_000_000,
        }),
      ),
      entry({
        workflow: 'weekly',
        at: now - hour,
        usage: usage(1_000, 900),
        nanoDollars: 190_000,
        savedNanoDollars: 810_000,
      }),
    ])
    const month = 365.25 / 12
    const advice = await views.advice({ from: now + 1 - 2 * day, to: now + 1 })
    const perMonth = (nanoDollars: number) => Math.round((nanoDollars * month) / 2)
    expect(advice).toMatchObject([
      {
        kind: 'many-tokens',
        agent: 'reader',
        calls: 1,
        measured: 60_000,
        savesNanoDollarsAMonth: perMonth(10_000_000),
      },
      {
        kind: 'redundant-context',
        agent: 'council',
        calls: 1,
        measured: 0.4,
        savesNanoDollarsAMonth: perMonth(400_000),
      },
      { kind: 'many-parallel', workflow: 'weekly', calls: 2, measured: 7 },
    ])
    // Each of the two could have read the part from the cache that calm calls read: 900 of 6,000 tokens, at 900 saved each.
    expect(advice[2]?.savesNanoDollarsAMonth).toBe(perMonth(2 * 150 * 900))
    expect(await openViews([entry()]).views.advice({})).toEqual([])
  })

  test('USE-5.month: where only the latest calls are looked at, what they would save is of their time alone', async () => {
    // Catches advice that shrinks as the ledger grows: the savings of 5,000 calls projected from the time of all.
    const dear = { usage: { ...entry().usage, inputTokens: 1_000 }, redundantTokens: 1_000, nanoDollars: 1_000_000 }
    const { views, connection } = openViews([])
    connection.transaction(() => {
      for (let index = 0; index < 5_010; index++) addEntry(connection, entry({ ...dear, at: now - 1 - index * 60_000 }))
    })
    const [advice] = await views.advice({ from: now - 1_000 * day, to: now })
    const latestMs = 4_999 * 60_000 + 1
    const monthMs = (365.25 / 12) * day
    const inputPart = 1_000 / 1_050
    expect(advice).toMatchObject({ kind: 'redundant-context', calls: 5_000 })
    expect(advice?.savesNanoDollarsAMonth).toBe(Math.round((5_000 * 1_000_000 * inputPart * monthMs) / latestMs))
  })

  test('views of an empty ledger are empty, not broken', async () => {
    const { views } = openViews([])
    expect((await views.summary({ filter: {}, by: 'library' })).total).toMatchObject({ calls: 0, totalMs: null })
    expect(await views.overTime({ filter: {}, by: 'model', step: 'day', timeZone: 'UTC' })).toEqual({
      steps: [],
      forecast: null,
    })
    expect((await views.csv({})).text.split('\r\n')).toHaveLength(2)
  })
})
