/** Content that is at a path where it was not before. */
export type Arrived = { path: string; contentHash: string }

/** Content that has left its path, with what belongs to it: just now (`isKnown`), or long ago, as what is in the trash. */
export type Left = { path: string; contentHash: string; isKnown: boolean }

/**
 * Pairs content that has left with the same content that has arrived: renames and moves. Of several files of one
 * content, those with the same path go together, then those with the same name, then any, in order.
 */
export function matchMoves<From extends Left, To extends Arrived>(
  left: readonly From[],
  arrived: readonly To[],
): { from: From; to: To }[] {
  const moves: { from: From; to: To }[] = []
  const taken = new Set<From>()
  let open = arrived
  for (const keyOf of [samePath, sameName, sameContent]) {
    const candidates = Map.groupBy(
      left.filter((from) => !taken.has(from)),
      keyOf,
    )
    open = open.filter((to) => {
      const from = candidates.get(keyOf(to))?.shift()
      if (from === undefined) return true
      taken.add(from)
      moves.push({ from, to })
      return false
    })
  }
  return moves
}

const samePath = ({ path, contentHash }: Arrived) => `${contentHash}/${path}`
const sameName = ({ path, contentHash }: Arrived) => `${contentHash}/${path.slice(path.lastIndexOf('/') + 1)}`
const sameContent = ({ contentHash }: Arrived) => contentHash

/**
 * Splits moves into groups of about `size` that can be carried out one after the other: moves where one takes the place
 * that another leaves, as in a swap, stay together. What lies in the trash has a place too, from which it must have gone
 * before another takes it.
 */
export function groupMoves<Move>(
  moves: readonly Move[],
  { size, placesOf }: { size: number; placesOf: (move: Move) => { from: string; to: string } },
): Move[][] {
  const byFrom = new Map(moves.map((move) => [placesOf(move).from, move]))
  const targets = new Set(moves.map((move) => placesOf(move).to))
  // A chain begins with a place that nobody takes; what is left after the chains are cycles.
  const starts = [...moves.filter((move) => !targets.has(placesOf(move).from)), ...moves]
  const seen = new Set<Move>()
  const groups: Move[][] = []
  let group: Move[] = []
  for (const start of starts) {
    for (
      let move: Move | undefined = start;
      move !== undefined && !seen.has(move);
      move = byFrom.get(placesOf(move).to)
    ) {
      seen.add(move)
      group.push(move)
    }
    if (group.length < size) continue
    groups.push(group)
    group = []
  }
  return group.length > 0 ? [...groups, group] : groups
}
