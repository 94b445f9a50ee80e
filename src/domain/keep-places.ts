import type { Scored } from './fusion.ts'

/**
 * A ranking in which some entries come no later than at a given place (1 the first), and everything else keeps its order.
 * What moves up takes the score of the entry before which it comes. Places must leave room: among them at most `n` are
 * `n` or less.
 */
export function keepPlaces(ranked: readonly Scored[], latest: ReadonlyMap<number, number>): Scored[] {
  const due = ranked
    .filter(({ id }) => latest.has(id))
    .sort((a, b) => (latest.get(a.id) ?? 0) - (latest.get(b.id) ?? 0))
  const placed = new Set<number>()
  const result: Scored[] = []
  let next = 0
  while (result.length < ranked.length) {
    while (placed.has(ranked[next]?.id ?? Number.NaN)) next += 1
    while (placed.has(due[0]?.id ?? Number.NaN)) due.shift()
    const inTurn = ranked[next]
    const urgent = due[0]
    const isDue = urgent !== undefined && (latest.get(urgent.id) ?? 0) <= result.length + 1
    const chosen = isDue ? urgent : inTurn
    if (chosen === undefined) break
    placed.add(chosen.id)
    result.push({ id: chosen.id, score: Math.max(chosen.score, inTurn?.score ?? chosen.score) })
  }
  return result
}
