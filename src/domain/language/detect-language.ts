import { languagesWithStopWords, stopWordsOf } from '../stop-words.ts'
import { type Script, scriptOf } from './script.ts'

/** Of a text whose language can't be told, as in ISO 639-2. */
export const undetermined = 'und'

/** Longer texts are judged by their beginning. */
const lettersRead = 1_000

const plain = /^[a-z]*$/
/** Where texts have formulas and versions, such letters are no words. */
const oneLetter = /^[a-z]$/
/** Shorter words are all stem. */
const leastWithEnding = 5

const wordPattern = /[\p{L}\p{M}]+/gu

/** Scripts that tell the language by themselves, or nearly so. */
const ofScript: Partial<Record<Script, string>> = {
  greek: 'el',
  hebrew: 'he',
  devanagari: 'hi',
  armenian: 'hy',
  tamil: 'ta',
  kana: 'ja',
  han: 'zh',
  hangul: 'ko',
  thai: 'th',
}
const ofLetters: Partial<Record<Script, readonly string[]>> = {
  cyrillic: ['ru', 'uk', 'bg'],
  arabic: ['ar', 'fa'],
}

/** A letter of these says about as much as so many of an alphabet. */
const wordsWithoutSpaces = 3
/** Among Han letters, this share of kana makes a text Japanese. */
const leastKana = 0.05

/** Letters of few languages, in the order of how many texts are written in them. */
const tellingLetters: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
  [/ß/u, ['de']],
  [/[äö]/u, ['de', 'sv', 'fi']],
  [/ü/u, ['de', 'tr', 'hu']],
  [/ñ/u, ['es']],
  [/[ãõ]/u, ['pt']],
  [/[êèùœ]/u, ['fr', 'it']],
  [/ç/u, ['fr', 'pt', 'tr']],
  [/[øæ]/u, ['da', 'no']],
  [/å/u, ['sv', 'da', 'no']],
  [/[őű]/u, ['hu']],
  [/[ğış]/u, ['tr']],
  [/[ąęłńśźż]/u, ['pl']],
  [/[ěřů]/u, ['cs']],
  [/[ășțâ]/u, ['ro']],
  [/[іїєґ]/u, ['uk']],
  [/[ыэё]/u, ['ru']],
  [/[پچگژ]/u, ['fa']],
]

/** Endings of many words of few languages: what is left to judge a title by. */
const tellingEndings: readonly (readonly [endings: RegExp, languages: readonly string[]])[] = [
  [/(?:ings?|ness|ly|ed|ty|ics|ies)$/, ['en']],
  [/tions?$/, ['en', 'fr']],
  [/(?:ung|ungen|keit|keiten|heit|heiten|lich|liche|lichen|isch|ische|schaft|chen)$/, ['de']],
  [/(?:eux|euse|ique|iques|aux|eau|eaux|age|ée|ées|és)$/, ['fr']],
  [/(?:ción|ciones|dades|idad|ado|ados|adas|ería|erías)$/, ['es']],
  [/(?:ção|ções|dade|ães|ões|agem|agens|avam|aram|íram|inho|inha|inhos|inhas|eiro|eiros|ência)$/, ['pt']],
  [/(?:arna|erna|orna|ningar|ningen|heten)$/, ['sv']],
  [/(?:erne|heder|elser)$/, ['da']],
  [/(?:zione|zioni|ità|mento|menti|aggio|aggi|etti|etta)$/, ['it']],
  [/(?:heid|heden|lijk|lijke|ijn|ijk|eren|tje|tjes)$/, ['nl']],
  [/(?:ość|ości|ych|ego|owy|owa|owe|ała|nia|anie|enie)$/, ['pl']],
  [/(?:lar|ler|ları|leri|lık|lik|ması|mesi|dır|dir)$/, ['tr']],
  [/(?:ssa|ssä|sta|stä|lla|llä|inen|iset|nen|ista|uus|yys)$/, ['fi']],
]
const signVote = 0.4

/** What the best language must have: so many votes, and so many times those of the next; less when there are many. */
const leastVotes = 0.9
const clearly = 1.3
const manyVotes = 4
const clearlyOfMany = 1.05
/** One word alone may be another language's: `due` is two in Italian, and stands on every invoice. */
const leastTellingWords = 2
/** With this many times the votes of the next, letters and endings need not be asked. */
const plainly = 2

/** For each word that some language has as a stop word, those languages. */
const languagesOf = new Map<string, string[]>()
for (const language of languagesWithStopWords) {
  for (const word of new Set(stopWordsOf(language))) {
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language])
  }
}

/**
 * The language of a text as an ISO 639-1 code, told by its script, its commonest words and its letters; `und` when they do
 * not tell. A word votes for each language that has it, the less the more there are.
 */
export function detectLanguage(text: string): string {
  const beginning = text.slice(0, lettersRead).toLowerCase()
  const words = /[^\n -~]/.test(beginning)
    ? (beginning.normalize('NFC').match(wordPattern) ?? [])
    : (beginning.match(/[a-z]+/g) ?? [])
  const script = prevailingScript(words)
  const only = ofScript[script]
  if (only !== undefined) return only
  const candidates = ofLetters[script]
  if (candidates === undefined && script !== 'latin') return undetermined
  const usual = candidates?.[0] ?? undetermined
  const votes = new Map<string, number>()
  const ranked = () =>
    [...votes]
      .filter(([language]) => candidates === undefined || candidates.includes(language))
      .sort((a, b) => b[1] - a[1])
  for (const word of words) if (!oneLetter.test(word)) vote(votes, languagesOf.get(word) ?? [], 1)
  const [first, next] = ranked()
  const isPlain = first !== undefined && first[1] >= manyVotes && first[1] >= (next?.[1] ?? 0) * plainly
  if (isPlain && hasSeveralOf(words, first[0])) return first[0]
  voteBySigns(votes, words)
  const [best, second] = ranked()
  if (best === undefined || best[1] < leastVotes || !hasSeveralOf(words, best[0])) return usual
  const needed = (second?.[1] ?? 0) * (best[1] >= manyVotes ? clearlyOfMany : clearly)
  return best[1] >= needed ? best[0] : usual
}

/**
 * The language that a question is asked in: English, or one of those that are given, the one whose stop words it has most
 * of; among equals the first. One word does not make it another than English or the first: `due` is two in Italian.
 */
export function detectQueryLanguage(query: string, languages: readonly string[]): string {
  const words = query.toLowerCase().normalize('NFC').match(wordPattern) ?? []
  const candidates = [...new Set([...languages.filter((language) => language !== undetermined), 'en'])]
  const counts = candidates.map((language, place) => {
    const { length } = words.filter((word) => languagesOf.get(word)?.includes(language))
    return place === 0 || language === 'en' || length >= leastTellingWords ? length : 0
  })
  return candidates[counts.indexOf(Math.max(...counts))] ?? 'en'
}

/**
 * The same where the question says so plainly, with several words that one of the languages has and the others have not;
 * null where it does not.
 */
export function tellQueryLanguage(query: string, languages: readonly string[]): string | null {
  const words = query.toLowerCase().normalize('NFC').match(wordPattern) ?? []
  const candidates = new Set(['en', ...languages.filter((language) => language !== undetermined)])
  const votes = new Map<string, number>()
  for (const word of new Set(words)) {
    const own = languagesBy(word).filter((language) => candidates.has(language))
    vote(votes, own, languagesOf.has(word) ? 1 : signVote)
  }
  const [best, second] = [...votes].sort((a, b) => b[1] - a[1])
  if (best === undefined || best[1] < Math.max(leastVotes, clearly * (second?.[1] ?? 0))) return null
  return hasSeveralOf(words, best[0]) ? best[0] : null
}

function prevailingScript(words: readonly string[]): Script {
  const letters = new Map<Script, number>()
  for (const word of words) {
    const script = plain.test(word) ? 'latin' : scriptOf(word)
    if (!isUnbroken(script)) letters.set(script, (letters.get(script) ?? 0) + word.length)
    else for (const letter of word) count(letters, scriptOf(letter))
  }
  const kana = letters.get('kana') ?? 0
  const han = letters.get('han') ?? 0
  if (kana > 0 && kana >= han * leastKana) letters.set('kana', kana + han)
  letters.delete('other')
  const best = [...letters].sort((a, b) => b[1] - a[1])[0]
  return best?.[0] ?? 'other'
}

function isUnbroken(script: Script): boolean {
  return script === 'han' || script === 'kana' || script === 'hangul'
}

function count(letters: Map<Script, number>, script: Script): void {
  letters.set(script, (letters.get(script) ?? 0) + wordsWithoutSpaces)
}

function vote(votes: Map<string, number>, languages: readonly string[], worth: number): void {
  for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + worth / languages.length)
}

/** Whether a language has several of the words, as stop words or by their letters and endings. */
function hasSeveralOf(words: readonly string[], language: string): boolean {
  const telling = new Set<string>()
  for (const word of words) {
    if (telling.has(word) || !languagesBy(word).includes(language)) continue
    telling.add(word)
    if (telling.size >= leastTellingWords) return true
  }
  return false
}

/** A word that is said again says nothing new of its letters. */
function voteBySigns(votes: Map<string, number>, words: readonly string[]): void {
  for (const word of new Set(words)) {
    if (languagesOf.has(word)) continue
    for (const languages of signsOf(word)) vote(votes, languages, signVote)
  }
}

/** The languages that a word speaks for: those that have it as a stop word, otherwise those of its signs. */
function languagesBy(word: string): readonly string[] {
  if (oneLetter.test(word)) return []
  return languagesOf.get(word) ?? signsOf(word).flat()
}

/** For each sign of a word, its letters and its ending, the languages that have it. */
function signsOf(word: string): (readonly string[])[] {
  const letters = plain.test(word) ? [] : tellingLetters.filter(([sign]) => sign.test(word))
  const endings = word.length < leastWithEnding ? [] : tellingEndings.filter(([sign]) => sign.test(word))
  return [...letters, ...endings].map(([, languages]) => languages)
}
