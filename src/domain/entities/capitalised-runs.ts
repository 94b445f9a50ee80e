import type { Span } from '../../contract/common.ts'
import { calendarWords } from './calendar-words.ts'
import { foldName } from './found-entity.ts'
import { joiners, organisationWords, particles, roles, structureWords, titles } from './name-words.ts'

/** Capitalised words in a row that may be a name. `words` are spans within the text. */
export type Run = Span & {
  words: Span[]
  /** Nothing but the beginning of its sentence makes the first word large. */
  isAtStart: boolean
  /** A title stood before it. */
  isTitled: boolean
}

const token =
  /(?:\p{Lu}\.){2,8}|\p{Lu}\.(?=\s?\p{Lu})|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[’'&.-](?=[\p{L}\p{N}])[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*|&/gu
const capital = /^(?:\p{Lu}|\p{Ll}\p{Lu}[\p{Ll}\p{N}])/u
const startSign = /[.!?:;|•·“"„«‘…\n–—]\s*$/u
const longestRun = 8

type Token = Span & { text: string; folded: string }

/** The runs of a sentence. Words between two parts of a name that are small there, as `of` and `van`, are within. */
export function findRuns(sentence: string): Run[] {
  const tokens = [...sentence.matchAll(token)].map(
    (match): Token => ({
      text: match[0],
      folded: foldName(match[0]),
      start: match.index,
      end: match.index + match[0].length,
    }),
  )
  const runs: Run[] = []
  for (let place = 0; place < tokens.length; ) {
    const parts = takeRun(tokens, place, sentence)
    if (parts.length === 0) {
      place += 1
      continue
    }
    place += parts.length
    const run = toRun(parts, sentence)
    if (run !== null) runs.push(run)
  }
  return runs
}

function takeRun(tokens: readonly Token[], from: number, sentence: string): Token[] {
  const first = tokens[from]
  if (first === undefined || !capital.test(first.text)) return []
  const parts = [first]
  while (parts.length < longestRun) {
    const next = joined(tokens, from + parts.length, { parts, sentence })
    if (next.length === 0) break
    parts.push(...next)
  }
  return parts
}

/** What goes on with a name: a large word, or small ones with a large one after them; nothing when it ends here. */
function joined(
  tokens: readonly Token[],
  at: number,
  { parts, sentence }: { parts: readonly Token[]; sentence: string },
): Token[] {
  const small: Token[] = []
  let last = parts.at(-1)
  for (let place = at; place < at + 4; place += 1) {
    const next = tokens[place]
    if (last === undefined || next === undefined) return []
    const between = sentence.slice(last.end, next.start)
    const isInitial = /^\p{Lu}\.?$/u.test(last.text)
    if (!/^(?:[ \u00a0]{1,2}| ?\n)$/u.test(between) && !(isInitial && between === '')) return []
    if (capital.test(next.text)) return small.length === 0 || isBridge(parts, small) ? [...small, next] : []
    if (small.length === 0 && isNumberOf(parts, next)) return [next]
    if (!particles.has(next.folded) && !joiners.has(next.folded) && next.text !== '&') return []
    small.push(next)
    last = next
  }
  return []
}

/** Whether small words hold a name together: `van der`, and `of` where what stands before it wants it. */
function isBridge(parts: readonly Token[], small: readonly Token[]): boolean {
  if (small.every(({ folded }) => particles.has(folded))) return true
  if (small.every(({ text }) => text === '&')) return true
  const words = parts.map(({ folded }) => folded)
  const last = words.at(-1) ?? ''
  const isBody = words.some((word) => organisationWords.has(word))
  if (small.some(({ folded }) => folded === 'and' || folded === 'und' || folded === 'et')) {
    return isBody && words.some((word) => joiners.has(word))
  }
  if (roles.has(last) || titles.has(last)) return false
  return organisationWords.has(last) || parts.length === 1
}

/** `Apollo 11` and `Windows 98`, not `Table 2`, and no year. */
function isNumberOf(parts: readonly Token[], next: Token): boolean {
  const [only] = parts
  if (parts.length !== 1 || only === undefined || !/^\d{1,3}$/u.test(next.text)) return false
  return !structureWords.has(only.folded) && !calendarWords.has(only.folded)
}

/** Without titles and roles before the name, and without what stands at its ends and belongs to no name. */
function toRun(parts: readonly Token[], sentence: string): Run | null {
  const words = [...parts]
  let isTitled = false
  while (words[0] !== undefined && isTitle(words[0], words.length)) {
    if (words.length === 1) return null
    isTitled = titles.has(words[0].folded)
    words.shift()
    while (words[0] !== undefined && !capital.test(words[0].text)) words.shift()
  }
  const [first] = words
  const last = words.at(-1)
  if (first === undefined || last === undefined) return null
  const before = sentence.slice(0, first.start)
  const isAtStart = words.length === parts.length && (before.trim() === '' || startSign.test(before))
  return { start: first.start, end: last.end, words, isAtStart, isTitled }
}

/** `King` before a name, not the one of `King's College`. */
function isTitle({ text, folded }: Token, words: number): boolean {
  return !/['’]/u.test(text) && (titles.has(folded) || (words > 1 && roles.has(folded)))
}
