/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): picks up to `count` candidates, each time the one with the
 * best balance of its own score and its likeness to what is picked already.
 *
 * @param options.balance 1 looks at scores alone, 0 at difference alone
 * @param options.likeness 0 for nothing in common, 1 for the same
 */
export function pickDiverse<Candidate extends { score: number }>(
  candidates: readonly Candidate[],
  options: { count: number; balance: number; likeness(a: Candidate, b: Candidate): number },
): Candidate[] {
  const { count, balance, likeness } = options
  const rest = candidates.map((candidate) => ({ candidate, nearest: 0 }))
  const picked: Candidate[] = []
  while (picked.length < count && rest.length > 0) {
    const values = rest.map(({ candidate, nearest }) => balance * candidate.score - (1 - balance) * nearest)
    const [best] = rest.splice(values.indexOf(Math.max(...values)), 1)
    if (best === undefined) break
    picked.push(best.candidate)
    for (const other of rest) other.nearest = Math.max(other.nearest, likeness(other.candidate, best.candidate))
  }
  return picked
}

/** Shared members over all members, 0 to 1 (Jaccard). */
export function overlapOfSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): number {
  const shared = [...a].filter((member) => b.has(member)).length
  const all = a.size + b.size - shared
  return all === 0 ? 0 : shared / all
}
