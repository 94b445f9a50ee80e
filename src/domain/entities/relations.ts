import type { Span } from '../../contract/common.ts'
import { hasUnbroken } from '../language/unbroken-text.ts'
import { isStopWord } from '../stop-words.ts'
import { foldWord, splitWords } from '../words.ts'

/** An entity, by its number, where it stands in a sentence. */
export type Standing = Span & { entity: number }

/** Two entities that stand in one sentence; `label` where the words between them say how they belong together. */
export type FoundRelation = { from: number; to: number; label: string | null }

/** Of longer lists of names only neighbours belong together. */
const mostInPairs = 6
const mostWordsOfLabel = 5
const longestLabel = 60

/** Between two names they say that these are told of one after the other, or that another thing begins. */
const breaking = /[;:()[\]{}"“”„«»|!?\n\t`*_#<>=—–]|\.\s/u
const conjunctions = new Set(
  'and or but nor while whereas that which who whose whom when where because if than und oder aber et ou mais que y o pero e ma'.split(
    ' ',
  ),
)

/** @param standings of one sentence, in order */
export function findRelations(text: string, standings: readonly Standing[], language: string): FoundRelation[] {
  const isList = new Set(standings.map(({ entity }) => entity)).size > mostInPairs
  const found = new Map<string, FoundRelation>()
  for (const [place, one] of standings.entries()) {
    const others = standings.slice(place + 1, isList ? place + 2 : undefined)
    for (const other of others) {
      if (other.entity === one.entity) continue
      const isNext = standings[place + 1] === other
      const label = isNext ? labelBetween(text.slice(one.end, other.start), language) : null
      const key = [one.entity, other.entity].sort((a, b) => a - b).join(' ')
      if (found.get(key)?.label == null) found.set(key, { from: one.entity, to: other.entity, label })
    }
  }
  return [...found.values()]
}

/**
 * What stands between two names, where it is a few small words that say something: `acquired`, `was born in`, `, the
 * author of`. Null for lists and for mere prepositions.
 */
function labelBetween(between: string, language: string): string | null {
  const bare = between
    .replace(/^['’]s(?=\s)/u, '')
    .replace(/^\s*,/u, '')
    .replace(/,\s*$/u, '')
    .trim()
  if (bare === '' || bare.length > longestLabel || breaking.test(bare) || /[,，、]/u.test(bare)) return null
  if (hasUnbroken(bare)) return null
  const words = splitWords(bare)
  if (words.length === 0 || words.length > mostWordsOfLabel) return null
  const folded = words.map(foldWord)
  const isPlain = words.every((word, place) => word === folded[place] || /^\p{Ll}|^\p{Lo}/u.test(word))
  if (!isPlain || folded.some((word) => conjunctions.has(word))) return null
  if (folded.every((word) => isStopWord(word, language) || isStopWord(word) || /^\p{N}/u.test(word))) return null
  return bare.replace(/\s+/gu, ' ').replace(/^(?:the|an?)\s/u, '')
}
