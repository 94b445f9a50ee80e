/** What was measured of a model's calls of late. */
export type RecentCalls = {
  note(model: string, call: { firstTokenMs: number; outputTokens: number }): void
  /** Median until the first token; null without a call of late. */
  firstTokenMs(model: string): number | null
  /** Mean of what it wrote, of any model where this one has written nothing yet; null without a call at all. */
  outputTokens(model: string): number | null
}

type Noted = { at: number; firstTokenMs: number; outputTokens: number }

const mostKept = 20
/** A server that was slow an hour ago may be fast now, and nobody would find out who avoids it for ever. */
const lateMs = 600_000

export function createRecentCalls(now: () => number): RecentCalls {
  const calls = new Map<string, Noted[]>()
  const mean = (noted: readonly Noted[]) =>
    noted.length === 0 ? null : noted.reduce((sum, { outputTokens }) => sum + outputTokens, 0) / noted.length
  return {
    note(model, call) {
      const noted = calls.get(model) ?? []
      noted.push({ ...call, at: now() })
      if (noted.length > mostKept) noted.shift()
      calls.set(model, noted)
    },
    firstTokenMs(model) {
      const times = (calls.get(model) ?? [])
        .filter(({ at }) => now() - at <= lateMs)
        .map((noted) => noted.firstTokenMs)
        .sort((one, other) => one - other)
      return times[Math.floor((times.length - 1) / 2)] ?? null
    },
    outputTokens: (model) => mean(calls.get(model) ?? []) ?? mean([...calls.values()].flat()),
  }
}
