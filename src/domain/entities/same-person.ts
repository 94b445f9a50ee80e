/** Whether all that a folded name says of the given names are first letters: `j smith`, `j r smith`. */
export function isAbbreviated(folded: string): boolean {
  const words = folded.split(' ')
  return (
    words.length >= 2 &&
    words.slice(0, -1).every((word) => [...word].length === 1) &&
    [...(words.at(-1) ?? '')].length > 1
  )
}

/** By what the writings of one person's name are brought together: the first letter and the last name. Null for one word. */
export function shortForm(folded: string): string | null {
  const words = folded.split(' ')
  const last = words.at(-1)
  const first = [...(words[0] ?? '')][0]
  return words.length < 2 || words.length > 5 || last === undefined || first === undefined ? null : `${first} ${last}`
}

/** Whether an abbreviated name may be a full one's: no initial says otherwise, and middle names may be left out. */
export function mayBeSamePerson(abbreviated: string, full: string): boolean {
  if (shortForm(abbreviated) !== shortForm(full)) return false
  const letters = abbreviated.split(' ').slice(0, -1)
  const given = full.split(' ').slice(0, -1)
  if (given.length === 1 || letters.length === 1) return true
  let from = 0
  return letters.every((letter) => {
    const found = given.findIndex((name, place) => place >= from && name.startsWith(letter))
    from = found + 1
    return found >= 0
  })
}

/**
 * For each abbreviated name of a library the full name that it stands for, where only one can be meant. `John Smith` and
 * `John Ronald Smith` are two, so `J. Smith` is neither.
 */
export function linkAbbreviations(abbreviated: readonly string[], full: readonly string[]): Map<string, string> {
  const byShortForm = Map.groupBy(full, (name) => shortForm(name))
  return new Map(
    abbreviated.flatMap((name): [string, string][] => {
      const meant = (byShortForm.get(shortForm(name)) ?? []).filter((each) => mayBeSamePerson(name, each))
      return meant.length === 1 && meant[0] !== undefined ? [[name, meant[0]]] : []
    }),
  )
}
