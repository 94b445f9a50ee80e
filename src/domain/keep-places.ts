import type { Scored } from './fusion.ts'

/**
 * A ranking in which some entries come no later than at a given place (1 the first), and everything else keeps its order.
 * What moves up takes the score of the entry before which it comes. Places must leave room: among them at most `n` are
 * `n` or less.
 */
export function keepPlaces(ranked: readonly Scored[], latest: ReadonlyMap<number, number>): Scored[] {
  const due = slotsOf(ranked, latest)
  const placed = new Set<number>()
  const result: Scored[] = []
  let next = 0
  while (result.length < ranked.length) {
    while (placed.has(ranked[next]?.id ?? Number.NaN)) next += 1
    while (due[0] !== undefined && placed.has(due[0].entry.id)) due.shift()
    const inTurn = ranked[next]
    const urgent = due[0]
    const chosen = urgent !== undefined && urgent.slot <= result.length + 1 ? urgent.entry : inTurn
    if (chosen === undefined) break
    placed.add(chosen.id)
    result.push({ id: chosen.id, score: Math.max(chosen.score, inTurn?.score ?? chosen.score) })
  }
  return result
}

/** A place for each of them alone, the latest that leaves room for those that come after it; in order. */
function slotsOf(ranked: readonly Scored[], latest: ReadonlyMap<number, number>): { entry: Scored; slot: number }[] {
  const entries = ranked.filter(({ id }) => latest.has(id)).reverse()
  const placeOf = ({ id }: Scored) => latest.get(id) ?? 0
  let after = Number.POSITIVE_INFINITY
  return entries
    .sort((a, b) => placeOf(b) - placeOf(a))
    .map((entry) => {
      after = Math.min(placeOf(entry), after - 1)
      return { entry, slot: after }
    })
    .reverse()
}
