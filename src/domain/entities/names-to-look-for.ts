import { hasUnbroken, splitAtScripts } from '../language/unbroken-text.ts'
import { isStopWord } from '../stop-words.ts'
import { findAddresses } from './addresses.ts'
import { foldName, foldNamed } from './found-entity.ts'
import { findIdentifiers } from './identifiers.ts'

const longestName = 6
/** Letters of a name in a script without spaces. */
const unbrokenLength = { least: 2, most: 10 }
const mostNames = 400

/**
 * Folded forms of all that a question may name: people type names in lower case, so every row of words may be one. Which
 * of them are names, only the graph knows.
 */
export function namesToLookFor(question: string): string[] {
  const written = question.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? []
  const rows = [...written.keys()].flatMap((from) =>
    Array.from({ length: longestName }, (_, more) => written.slice(from, from + more + 1))
      .filter((row, more) => row.length === more + 1 && mayBeName(row))
      .map((row) => foldNamed(row.join(' '))),
  )
  const codes = [...findIdentifiers(question), ...findAddresses(question)].map(({ folded }) => folded)
  const unbroken = hasUnbroken(question) ? written.flatMap(partsOf) : []
  return [...new Set([...codes, ...rows, ...unbroken])].filter((name) => name.length > 1).slice(0, mostNames)
}

/** `WHO` in capitals is no question word. */
function mayBeName(row: readonly string[]): boolean {
  const isSmall = (word: string | undefined) =>
    word === undefined || (isStopWord(foldName(word)) && !/^\p{Lu}{2,}[.?!]?$/u.test(word))
  return !isSmall(row[0]) && !isSmall(row.at(-1))
}

function partsOf(word: string): string[] {
  return splitAtScripts(word)
    .filter(({ unbroken }) => unbroken)
    .flatMap(({ start, end }) => {
      const letters = [...word.slice(start, end)]
      return letters.flatMap((_, from) =>
        Array.from({ length: unbrokenLength.most - unbrokenLength.least + 1 }, (_length, more) =>
          letters.slice(from, from + unbrokenLength.least + more),
        )
          .filter((part, more) => part.length === unbrokenLength.least + more)
          .map((part) => foldName(part.join(''))),
      )
    })
}

/** Of names that were found, those that stand in no longer one: `university of oxford` is not about `oxford`. */
export function longestOnly<Named extends { folded: string }>(found: readonly Named[]): Named[] {
  const within = (short: string, long: string) =>
    short !== long && (` ${long} `.includes(` ${short} `) || (hasUnbroken(short) && long.includes(short)))
  return found.filter(({ folded }) => !found.some((other) => within(folded, other.folded)))
}
