import { isStopWord } from '../stop-words.ts'
import { foldWord, splitWords } from '../words.ts'

/** Why a question was made: the surer it has one answer, the earlier it stands. */
export const draftKinds = ['definition', 'fact', 'heading', 'words'] as const
export type DraftKind = (typeof draftKinds)[number]

/** A question that a text gives rise to, and what it is about, whose words have to be rare for it to have one answer. */
export type DraftCandidate = { kind: DraftKind; text: string; subject: string }

type Template = { kind: DraftKind; pattern: RegExp; question(parts: Record<string, string>): string | null }

const subject = String.raw`(?<subject>[\p{L}\p{N}][^,;:()?!]{1,90}?)`
const number = String.raw`(?:about |around |roughly |nearly |some |over |under |up to |at least |at most |exactly |only )?(?:[€$£]\s?)?\p{N}[\p{N}.,]*`
const participle = String.raw`(?<did>\p{Ll}+(?:ed|en|wn|lt|nt|ld|de|built|made|held|set|born))`
const mostSubjectWords = 7

/** English sentences whose form tells what they answer, the surest first. */
const templates: readonly Template[] = [
  {
    kind: 'fact',
    pattern: new RegExp(
      String.raw`^${subject} (?<be>was|were) ${participle}(?<rest>(?: [^\s,.;]+){0,6}?) (?:in|on|by) (?:(?:\p{N}{1,2} )?\p{Lu}\p{Ll}+ (?:\p{N}{1,2},? )?)?(?:1\p{N}|20)\p{N}{2}\b`,
      'u',
    ),
    question: ({ subject: about = '', be, did, rest = '' }) => `When ${be} ${lead(about)} ${did}${rest}?`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(
      String.raw`^${subject} (?<has>has|have|had|contains?|holds?|comprises?) ${number} (?<things>\p{Ll}[\p{Ll}-]+s|people|men|women|children)\b`,
      'u',
    ),
    question: ({ subject: about = '', has = '', things }) =>
      `How many ${things} ${ask(has)} ${lead(about)} ${plain(has)}?`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(`^${subject} (?<verb>costs?|cost|weighs?|lasts?|takes?) ${number}`, 'u'),
    question: ({ subject: about = '', verb = '' }) =>
      `How ${/^(?:last|take)/u.test(verb) ? 'long' : 'much'} ${ask(verb)} ${lead(about)} ${plain(verb)}?`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(`^(?:The|Its|Their|Our) ${subject} (?<be>is|was|are|were) ${number}`, 'u'),
    question: ({ subject: about = '', be }) => `What ${be} the ${about}?`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(
      String.raw`^${subject} (?<be>is|are|was|were) (?<did>located|situated|held|kept|stored|buried|born|based(?= in \p{Lu})) (?:in|at|on|near) `,
      'u',
    ),
    question: ({ subject: about = '', be, did }) => `Where ${be} ${lead(about)} ${did}?`,
  },
  {
    kind: 'fact',
    pattern: new RegExp(
      String.raw`^${subject} (?<be>was|were|is|are) ${participle} by (?:the )?(?!\p{Lu}\p{Ll}+ing\b)\p{Lu}[\p{L}.]+`,
      'u',
    ),
    question: ({ subject: about = '', be, did }) => `Who ${be} ${lead(about)} ${did} by?`,
  },
  {
    kind: 'definition',
    // Not the noun of "an effective means to".
    pattern: new RegExp(
      `^(?!An? )${subject} (?<verb>means?(?= (?:that|the|an?|how|to) )|refers? to|stands? for) `,
      'u',
    ),
    question: ({ subject: about = '', verb = '' }) => {
      const [first = '', ...rest] = verb.split(' ')
      return `What ${ask(first)} ${[lead(about), plain(first), ...rest].join(' ')}?`
    },
  },
  {
    kind: 'definition',
    pattern: new RegExp(
      String.raw`^${subject} (?<be>is|are|was|were) (?:(?:an? |the |one of |any |defined as |called )(?=\p{L})|(?<=(?:are|were) )\p{Ll}{3,}s )`,
      'u',
    ),
    question: ({ subject: about = '', be }) => `What ${be} ${lead(about)}?`,
  },
  // What is common in other languages, with the words that begin a definition there.
  ...[
    { is: '(?:ist|sind) (?:eine?|der|die|das)', question: (about: string) => `Was ist ${about}?` },
    { is: '(?:est|sont) (?:une?|le|la|les|des)', question: (about: string) => `Qu’est-ce que ${about} ?` },
    { is: '(?:es|son) (?:una?|el|la|los|las)', question: (about: string) => `¿Qué es ${about}?` },
    { is: '(?:è|sono) (?:una?|uno|il|la|lo|i|gli|le)', question: (about: string) => `Che cos’è ${about}?` },
    { is: '(?:é|são) (?:uma?|o|a|os|as)', question: (about: string) => `O que é ${about}?` },
    { is: 'is (?:een|de|het)', question: (about: string) => `Wat is ${about}?` },
  ].map(
    ({ is, question }): Template => ({
      kind: 'definition',
      pattern: new RegExp(String.raw`^${subject} ${is} (?=\p{L})`, 'u'),
      question: ({ subject: about = '' }) => question(about),
    }),
  ),
]

/** The surest question that a sentence answers; null when its form tells none. */
export function questionOf(sentence: string): DraftCandidate | null {
  for (const { kind, pattern, question } of templates) {
    const parts = pattern.exec(sentence)?.groups
    if (parts?.subject === undefined || !isSubject(parts.subject, kind)) continue
    const text = question(parts)
    if (text !== null) return { kind, text, subject: parts.subject }
  }
  return null
}

const asking = /^(?:how to|how|why|what|when|where|who|which)\b/iu
/** "How the filter works" names what stands below it, and asks nothing: a question has its verb before its subject. */
const naming =
  /^(?:how|why|when|where)\b(?! (?:am|is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would|much|many|long|often|far|old|fast|large|not)\b)/iu
/** What lists the parts of a document says nothing itself. */
const listing = /^(?:table of )?contents$/iu

/** A question from a heading; null for one that names nothing. */
export function questionOfHeading(heading: string): DraftCandidate | null {
  const bare = heading
    .replace(/^[\p{N}.§)\s#-]+/u, '')
    .replace(/[\s:.]+$/u, '')
    .trim()
  const words = splitWords(bare)
  if (words.length > 12 || words.filter(isTelling).length < 2 || listing.test(bare)) return null
  const candidate = (text: string): DraftCandidate => ({ kind: 'heading', text, subject: bare })
  if (bare.endsWith('?')) return candidate(bare)
  const opening = asking.exec(bare)?.[0]
  if (opening === undefined) return candidate(`What is said about ${lead(bare)}?`)
  if (/^how to$/iu.test(opening)) return candidate(`How do you${bare.slice(opening.length)}?`)
  if (!naming.test(bare)) return candidate(`${bare}?`)
  return candidate(`What is said about ${bare.charAt(0).toLowerCase()}${bare.slice(1)}?`)
}

/** Words that stand for something said before, or that no question can be asked about. */
const notSubjects =
  /^(?:it|he|she|they|we|you|i|this|that|these|those|there|here|which|who|what|where|when|if|as|but|and|or|so|then|also|however|each|every|both|one|some|all|many|most|such|another|no|none|to|in|on|at|for|from|with|by|of|its|his|her|their|our|my|your|let|note|see|since|because|while|although|after|before|during|thus|hence|therefore|first|second|finally)\b/iu

function isSubject(about: string, kind: DraftKind): boolean {
  const words = splitWords(about)
  if (words.length === 0 || words.length > mostSubjectWords || notSubjects.test(about)) return false
  // "What are the factors?" is known only to who has read what stands before.
  const least = kind === 'definition' && /^the /iu.test(about) && !/ \p{Lu}/u.test(about) ? 2 : 1
  return (
    words.filter(isTelling).length >= least &&
    !/ (?:that|which|who|is|are|was|were|has|have|can|will|may|must|should) /u.test(` ${about} `)
  )
}

export function isTelling(word: string): boolean {
  return word.length > 1 && !isStopWord(foldWord(word))
}

/** A subject as it stands inside a sentence: the large letter of a sentence's first word goes where it is no name's. */
function lead(about: string): string {
  const [first = '', ...rest] = about.split(' ')
  const isOrdinary = /^(?:The|An?|Its?|Their|Our|This|These)$/u.test(first)
  return isOrdinary || (/^\p{Lu}[\p{Ll}-]+$/u.test(first) && isLowerPhrase(rest))
    ? [first.toLowerCase(), ...rest].join(' ')
    : about
}

/** Whether the words after the first are small, as in a plain phrase; a single word may be a name and stays. */
function isLowerPhrase(rest: readonly string[]): boolean {
  return rest.length > 0 && rest.every((word) => /^[\p{Ll}\p{N}-]/u.test(word))
}

/** `does` or `do` for a verb in the present, `did` for `had`. */
function ask(verb: string): string {
  if (verb === 'had') return 'did'
  return isSingular(verb) ? 'does' : 'do'
}

function plain(verb: string): string {
  if (verb === 'has' || verb === 'had') return 'have'
  return isSingular(verb) ? verb.slice(0, -1) : verb
}

function isSingular(verb: string): boolean {
  return /s$/u.test(verb)
}
