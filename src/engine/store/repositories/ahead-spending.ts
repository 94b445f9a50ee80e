import type { AheadSpending } from '../../../contract/ahead.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

const hourMs = 60 * 60 * 1_000
const hoursOf = { day: 24, month: 30 * 24 }

const hourAt = (now: number) => Math.floor(now / hourMs)

export type AheadSpent = {
  /** This hour of the clock, the last 24 hours, and the last 30 days. */
  hour: AheadSpending
  day: AheadSpending
  month: AheadSpending
  /** Milliseconds since the epoch; null where there is none. */
  latestAt: number | null
}

function sumSince(connection: ReadConnection, hour: number): AheadSpending {
  const row = connection.get<AheadSpending & { milliseconds: number }>(
    'ahead.sum',
    `SELECT coalesce(sum(answers), 0) AS answers, coalesce(sum(used), 0) AS used,
       coalesce(sum(milliseconds), 0) AS milliseconds, coalesce(sum(tokens), 0) AS tokens,
       coalesce(sum(nano_dollars), 0) AS nanoDollars FROM ahead_hours WHERE hour >= ?`,
    [hour],
  )
  const { answers = 0, used = 0, milliseconds = 0, tokens = 0, nanoDollars = 0 } = row ?? {}
  return { answers, used, seconds: milliseconds / 1_000, tokens, nanoDollars }
}

export const aheadSpendingReads = {
  'ahead.spent': (connection: ReadConnection, input: { now: number }): AheadSpent => {
    const hour = hourAt(input.now)
    const latest = connection.get<{ at: number | null }>(
      'ahead.latest',
      'SELECT max(latest_at) AS at FROM ahead_hours WHERE hour > ?',
      [hour - hoursOf.month],
    )
    return {
      hour: sumSince(connection, hour),
      day: sumSince(connection, hour - hoursOf.day + 1),
      month: sumSince(connection, hour - hoursOf.month + 1),
      latestAt: latest?.at ?? null,
    }
  },
}

export const aheadSpendingWrites = {
  /** Counts an answer that was made ahead, or the work on one that was broken off. Hours of long ago go. */
  'ahead.spend': (
    connection: WriteConnection,
    input: { isAnswered: boolean; milliseconds: number; tokens: number; nanoDollars: number; now: number },
  ): null => {
    const hour = hourAt(input.now)
    connection.run(
      'ahead.spend',
      `INSERT INTO ahead_hours (hour, answers, milliseconds, tokens, nano_dollars, latest_at)
       VALUES (:hour, :answers, :milliseconds, :tokens, :nanoDollars, :latestAt)
       ON CONFLICT (hour) DO UPDATE SET answers = answers + :answers, milliseconds = milliseconds + :milliseconds,
         tokens = tokens + :tokens, nano_dollars = nano_dollars + :nanoDollars,
         latest_at = coalesce(:latestAt, latest_at)`,
      {
        hour,
        answers: input.isAnswered ? 1 : 0,
        milliseconds: Math.round(input.milliseconds),
        tokens: input.tokens,
        nanoDollars: input.nanoDollars,
        latestAt: input.isAnswered ? input.now : null,
      },
    )
    connection.run('ahead.forget', 'DELETE FROM ahead_hours WHERE hour <= ?', [hour - hoursOf.month])
    return null
  },

  /** Counts an answer that was made ahead as asked for, the first time that it is. */
  'ahead.use': (connection: WriteConnection, input: { scope: string; normalised: string; now: number }): null => {
    const { changes } = connection.run(
      'ahead.claim',
      'UPDATE answer_cache SET ahead = 0 WHERE scope = ? AND normalised = ? AND ahead = 1',
      [input.scope, input.normalised],
    )
    if (changes === 0) return null
    connection.run(
      'ahead.use',
      'INSERT INTO ahead_hours (hour, used) VALUES (?, 1) ON CONFLICT (hour) DO UPDATE SET used = used + 1',
      [hourAt(input.now)],
    )
    return null
  },
}
