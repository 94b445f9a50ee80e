import { comparableStem } from '../words.ts'
import { commonWords } from './common-words.ts'
import { plainForm } from './irregular-forms.ts'
import { adjectiveGroups } from './synonyms-of-adjectives.ts'
import { nounGroups } from './synonyms-of-nouns.ts'
import { reportGroups } from './synonyms-of-reports.ts'
import { verbGroups } from './synonyms-of-verbs.ts'

/** General English only: a subject's terms have no synonyms that a rule could know. A word may stand in many groups. */
const groupsOf = new Map<string, number[]>()
const groups = [reportGroups, verbGroups, nounGroups, adjectiveGroups].flatMap((table) =>
  table.trim().split(/\s*[|\n]\s*/u),
)
for (const [number, group] of groups.entries()) {
  for (const stem of new Set(group.split(' ').map(comparableStem))) {
    groupsOf.set(stem, [...(groupsOf.get(stem) ?? []), number])
  }
}

const known = new Set(
  commonWords
    .trim()
    .split(/\s+/u)
    .map((word) => comparableStem(plainForm(word))),
)

/** Letters by which words of one family begin alike: `analyse`, `analysis`, `analytical`. */
const familyLetters = 6

/**
 * The keys of a stem: two words may mean the same when they have one in common. They are the stem itself, the beginning
 * of a long one, and its groups of synonyms.
 */
export function keysOf(stem: string, word = stem): readonly string[] {
  const name = `${stem} ${word}`
  const found = knownKeys.get(name) ?? makeKeys(stem, word)
  if (knownKeys.size >= mostKnown) knownKeys.clear()
  knownKeys.set(name, found)
  return found
}

/** Texts repeat their words. */
const knownKeys = new Map<string, readonly string[]>()
const mostKnown = 20_000

function makeKeys(stem: string, word: string): string[] {
  const british = stem.replaceAll('z', 's').replaceAll('our', 'or')
  const family = british.length >= familyLetters ? [`${british.slice(0, familyLetters)}…`] : []
  const root = rootOf(word)
  const roots = root === null ? [`~${british}`] : [`~${british}`, `~${root}`]
  const known = groupsOf.get(stem) ?? groupsOf.get(compared(word)) ?? []
  return [british, ...roots, ...family, ...known.map((number) => `#${number}`)]
}

/** The stem of `big` for `bigger` and `biggest`, of `large` for `larger`. */
function compared(word: string): string {
  return comparableStem(word.toLowerCase().replace(/(?:i?er|i?est)$/u, ''))
}

const derived =
  /^(\p{L}{3,}?)(?:ables?|ibles?|ers?|ors?|ees?|ments?|ances?|ences?|als?|ures?|ings?|ness|ful|ation|ions?|ly|y|th|hood|ships?)$/u

/** `pay` of `payable`, `employ` of `employee`: short words keep their endings when they are stemmed. */
function rootOf(word: string): string | null {
  const root = derived.exec(word.toLowerCase())?.[1]
  return root === undefined ? null : comparableStem(root)
}

const verbs: ReadonlySet<string> = new Set(stemsOf(verbGroups))
const nouns: ReadonlySet<string> = new Set(stemsOf(nounGroups))

function stemsOf(table: string): string[] {
  return table
    .split(/[\s|]+/u)
    .filter(Boolean)
    .map(comparableStem)
}

/** Whether a word is one that is a verb only, as far as general English is known here. */
export function isVerb(stem: string, text: string): boolean {
  return verbs.has(stem) && (!nouns.has(stem) || /(?:ed|ing)$/u.test(text))
}

/** Whether a stem is of a word that general English has synonyms for, and so no name. */
export function isKnownWord(stem: string): boolean {
  return groupsOf.has(stem) || known.has(stem)
}
