import { isStopWord } from './stop-words.ts'
import { foldWord } from './words.ts'

/** A name: capitalised words in a row, with the small words that names have inside. Numbers and signs may follow. */
const nameWord = String.raw`\p{Lu}[\p{L}\p{N}\p{M}&’'._-]*`
const namePattern = new RegExp(
  String.raw`${nameWord}(?:\s+(?:(?:of|the|for|and|de|la|von|van|der|du|al)\s+){0,2}${nameWord}|\s+\p{N}[\p{L}\p{N}.]*)*`,
  'gu',
)
const quotedPattern = /["“„«]([^"“”„«»]+)["”“»]/u
const identifierPattern = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[_@#./:-][\p{L}\p{N}]+)+(?![\p{L}\p{N}])/u

/** Names that stand in a text, in order. The first word of a sentence counts only when more of a name follows it. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(namePattern)].flatMap((match) => {
    const name = match[0].replace(/[.'’_-]+$/u, '').replace(/['’]s$/u, '')
    const before = text.slice(0, match.index).trimEnd()
    const beginsSentence = before === '' || /[.!?:;]["”»)]?$/u.test(before)
    const kept = beginsSentence ? withoutOpening(name) : name
    return kept === '' || isStopWord(foldWord(kept)) ? [] : [kept]
  })
}

/** A sentence's first word is large anyway: it is a name when it is not in the dictionary's plain case elsewhere. */
function withoutOpening(name: string): string {
  const [first = '', ...rest] = name.split(/\s+/u)
  const looksLikeName = /\p{Lu}.*\p{Lu}|\p{N}/u.test(first)
  if (looksLikeName) return name
  while (rest[0] !== undefined && isStopWord(foldWord(rest[0]))) rest.shift()
  return isStopWord(foldWord(first)) || rest.length === 0 || isVerbLike(first) ? rest.join(' ') : name
}

/** Words that sentences that ask for something begin with. */
function isVerbLike(word: string): boolean {
  return /^(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|tell|show|list|give|find|explain|describe|compare|name|summarise|summarize|count|define|say|let)$/iu.test(
    word,
  )
}

const definition =
  /^[^\p{L}]*(?:what|who)(?:'s|’s|\s+is|\s+are|\s+was|\s+were|\s+does|\s+did)\s+(?:the\s+|a\s+|an\s+)?(.+?)\s*(?:\bmean|\bstand for)?[?.!\s]*$/iu

/** Longer runs of words are no subject but a sentence. */
const mostWords = 6

/**
 * What a question is about, in its own words: a quoted phrase, a name, an identifier, what a definition is asked of, or
 * its longest run of words that say something. Null when it has none.
 */
export function subjectOf(question: string): string | null {
  const quoted = quotedPattern.exec(question)?.[1]?.trim()
  if (quoted) return quoted
  const name = namesIn(question)[0]
  if (name !== undefined) return name
  const identifier = identifierPattern.exec(question)?.[0]
  if (identifier !== undefined) return identifier
  const defined = definition.exec(question)?.[1]?.trim()
  if (defined !== undefined && defined.split(/\s+/u).length <= mostWords && hasTelling(defined)) return defined
  return longestRun(question)
}

function hasTelling(text: string): boolean {
  return text.split(/\s+/u).some((word) => isTelling(word))
}

/** What people say beside their questions. */
const courtesy = /^(?:thanks?|thank|please|ok|okay|yes|yeah|hello|hi|hey|great|good|nice|danke|merci|gracias|grazie)$/iu

function isTelling(word: string): boolean {
  const bare = foldWord(word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
  return bare !== '' && !isStopWord(bare) && !isVerbLike(bare) && !courtesy.test(bare)
}

/** Of runs of the same length the last: English puts what a question is about after its verb. */
function longestRun(question: string): string | null {
  let best: string[] = []
  let run: string[] = []
  for (const piece of question.split(/\s+/u)) {
    if (isTelling(piece)) run.push(piece.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
    else run = []
    if (run.length >= best.length && run.length <= mostWords) best = [...run]
    if (/[,;.?!]$/u.test(piece)) run = []
  }
  return best.length === 0 ? null : best.join(' ')
}
