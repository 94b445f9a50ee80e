import { parseQuery, type QueryTerm } from './query-terms.ts'
import { foldWord } from './words.ts'

/** One thing that every document is read for, in the question's own words. */
export type CollectionSubject = { label: string; terms: QueryTerm[] }

/** A question about a whole collection: `count` and `list` have one subject, `compare` one or more. */
export type CollectionQuestion = {
  task: 'count' | 'list' | 'compare'
  subjects: CollectionSubject[]
  /** What kind of document is asked for, as it may stand in its text or name; null for documents of any kind. */
  kindOfDocument: QueryTerm | null
  /** Asks for the documents that do not speak of the subject. */
  isNegated: boolean
}

/** Any document is one of these. */
const anyDocument =
  'documents?|docs?|files?|records?|texts?|items?|papers?|articles?|stud(?:y|ies)|abstracts?|publications?|entr(?:y|ies)|sources?'
/** What a document may be, and then says so. */
const kindsOfDocument =
  'reports?|contracts?|agreements?|invoices?|receipts?|bills?|orders?|letters?|e-?mails?|mails?|memos?|memorand(?:a|um)|minutes|transcripts?|polic(?:y|ies)|spreadsheets?|presentations?|books?|textbooks?|handbooks?|catalogu?es?|essays?|interviews?|notes|manuals?|guides?|notices?|statements?|proposals?|resumes?|cvs?|applications?|certificates?|tickets?|recipes?|patents?|theses|thesis|newsletters?|brochures?|protocols?|guidelines?|specifications?|tutorials?|readmes?'
const noun = String.raw`(?:${anyDocument}|${kindsOfDocument})`
/** `which report` asks for one, and passages find it. */
const nouns = String.raw`(?=\p{L}+(?:s|theses|memoranda)\b)${noun}`
const whole = String.raw`(?:collection|librar(?:y|ies)|corpus|archive|corpora|data\s?set|folder)`
const many = String.raw`(?:all|every|each)`
const owned = String.raw`(?:(?:of\s+)?(?:the|my|our|these|those|your|its)\s+)?`
const adjectives = String.raw`(?:[\p{L}\p{N}'’-]+\s+){0,2}?`

/** `how many records can a table hold` asks of the table. */
const ofSomething = String.raw`(?!\s+(?:can|could|will|would|may|should|must|did|does)\b(?!.*\b${whole}\b))`

type Rule = { task: CollectionQuestion['task']; pattern: RegExp }

/** The first that fits is taken; what it matches is no part of the subject. */
const rules: readonly Rule[] = [
  { task: 'compare', pattern: /^\W*(?:please\s+)?(?:compare|contrast)\b(?!-)(?:\s+and\s+contrast\b)?/iu },
  {
    task: 'count',
    pattern: new RegExp(String.raw`\bhow\s+many\s+(?:of\s+)?${owned}(?:different\s+)?${noun}\b${ofSomething}`, 'iu'),
  },
  {
    task: 'count',
    pattern: new RegExp(
      String.raw`^\W*(?:please\s+)?count\s+(?:up\s+)?(?=(?:${many}|the|my|our|these|those|your|its)\b|${noun}\b)(?:${many}\s+)?${owned}(?:${noun}\b)?`,
      'iu',
    ),
  },
  {
    task: 'count',
    pattern: new RegExp(
      String.raw`\b(?:what|which)\s+(?:is\s+the\s+)?(?:number|share|percentage|proportion)\s+of\s+${owned}${noun}\b`,
      'iu',
    ),
  },
  {
    task: 'count',
    pattern: new RegExp(
      String.raw`\bhow\s+(?:often|many\s+times)\b(?=.*\b(?:across|throughout|in)\s+(?:${many}\s+)?${owned}(?:${noun}|${whole})\b)`,
      'iu',
    ),
  },
  { task: 'list', pattern: new RegExp(String.raw`\b(?:which|what)\s+(?:of\s+)?${owned}${nouns}\b`, 'iu') },
  {
    task: 'list',
    pattern: new RegExp(
      String.raw`^\W*(?:please\s+)?(?:can\s+you\s+|could\s+you\s+)?(?:list|enumerate|show|name|find|give|get|identify|summari[sz]e|extract|tell)\s+(?:me\s+|us\s+)?(?:a\s+list\s+of\s+)?(?:${many}\s+${owned}(?:${noun}\b)?|(?:the|my|our|these)\s+${noun}\b|${noun}\b)`,
      'iu',
    ),
  },
  {
    task: 'count',
    pattern: new RegExp(
      String.raw`\bhow\s+many\b(?=.*\b(?:appear|occur|(?:are|is)\s+(?:mentioned|named|listed|cited))\s+(?:in|across|throughout)\s+(?:${many}\s+)?${owned}(?:${nouns}|${whole})\b)`,
      'iu',
    ),
  },
  { task: 'list', pattern: new RegExp(String.raw`\b(?:any|none|some)\s+of\s+${owned}${nouns}\b`, 'iu') },
  { task: 'list', pattern: new RegExp(String.raw`\bare\s+there\s+(?:any\s+)?(?:of\s+)?${owned}${nouns}\b`, 'iu') },
  {
    task: 'list',
    pattern: new RegExp(
      String.raw`^\W*(?:what|which)\s+(?:\p{L}+\s+)?(?:topics?|themes?|subjects?)\s+(?:do|does|are|is)\b.*\b${owned}(?:${nouns}|${whole})\b`,
      'iu',
    ),
  },
  { task: 'list', pattern: /^\W*(?:what|who|where)\s+(?:are|were)\s+all\s+(?:of\s+)?(?:the\s+)?/iu },
  { task: 'list', pattern: new RegExp(String.raw`\b${many}\s+(?:single\s+)?${owned}${adjectives}${noun}\b`, 'iu') },
  {
    task: 'list',
    pattern: new RegExp(
      String.raw`\b(?:across|throughout|over)\s+(?:all\s+|every\s+)?${owned}(?:${noun}|${whole})\b`,
      'iu',
    ),
  },
  {
    task: 'list',
    pattern: new RegExp(String.raw`\b(?:in|of|from)\s+(?:the\s+)?(?:whole|entire|complete)\s+${whole}\b`, 'iu'),
  },
  {
    task: 'list',
    pattern: new RegExp(
      String.raw`^\W*(?:please\s+)?(?:summari[sz]e|overview\s+of)\s+(?:everything\s+in\s+)?(?:the\s+|my\s+|this\s+)?(?:(?:whole|entire|complete)\s+)?${whole}\b`,
      'iu',
    ),
  },
]

/** What is longer is a text that was pasted. */
const mostWords = 40

/** Asks for a way to do it. */
const asksHow = /^\W*how\s+(?:do|does|can|could|should|would|to)\b/iu

/** Words of the asking itself. Where nothing else is left, all documents are meant. */
const askingWords = new Set(
  `mention mentions mentioned mentioning discuss discusses discussed discussing talk talks talking speak speaks about
  contain contains containing include includes included including refer refers referring describe describes described
  describing deal deals dealing concern concerns concerning cover covers covered covering say says said saying state states
  stated regarding related relate relates reference references exist exists total altogether overall present available
  occur occurs occurring appear appears appearing
  please list count compare contrast document documents file files paper papers article articles collection library
  libraries corpus archive across throughout whole entire there does do did are is was were have has had
  all every each any between versus vs respect difference differences similarity similarities give tell show me us
  don't doesn't didn't not no without never lack lacks lacking omit omits fail fails missing
  address addresses addressed use uses used report reports reported
  main overview summary summarise summarize everything topic topics theme themes subject subjects common`.split(/\s+/u),
)

const negated =
  /\b(?:do(?:es)?\s+not|don['’]?t|doesn['’]?t|did\s+not|didn['’]?t|without|never|lack(?:s|ing)?|omit(?:s|ted)?|fail(?:s|ed)?\s+to|(?:is|are)\s+not|not\s+(?:mention|contain|includ|discuss|cover|about)\p{L}*|no\s+mention)\b/iu

/**
 * A question that only all documents together can answer, by its words: `how many documents`, `list all`, `which of the
 * reports`, `every contract`, `compare`. Null for a question that passages answer. English only.
 */
export function readCollectionQuestion(question: string): CollectionQuestion | null {
  if (question.trim().split(/\s+/u).length > mostWords || asksHow.test(question)) return null
  const rule = rules.find(({ pattern }) => pattern.test(question))
  return rule === undefined ? null : understand(question, rule)
}

/** The same for a question that a person wants every document read for, whatever its words. */
export function asCollectionQuestion(question: string): CollectionQuestion {
  return readCollectionQuestion(question) ?? understand(question, { task: 'list', pattern: /(?!)/u })
}

function understand(question: string, { task, pattern }: Rule): CollectionQuestion {
  const rest = question.replace(pattern, ' ')
  const subjects = task === 'compare' ? splitSides(rest).flatMap(toSubject) : toSubject(rest)
  return {
    task,
    subjects: subjects.length > 0 ? subjects : [{ label: '', terms: [] }],
    kindOfDocument: kindIn(pattern.exec(question)?.[0] ?? ''),
    isNegated: task !== 'compare' && negated.test(rest),
  }
}

/** `compare A and B`, `A with B`, `A versus B`; one side where the documents themselves are compared. */
function splitSides(rest: string): string[] {
  const named = rest.replace(
    new RegExp(
      String.raw`\b(?:in|across|of|between|from|among)\s+(?:${many}\s+)?${owned}(?:${noun}|${whole})\b.*$`,
      'iu',
    ),
    ' ',
  )
  const sides = named
    .split(/\s+(?:and|with|versus|vs\.?|against|to)\s+|\s*,\s*(?:and\s+)?/iu)
    .filter((side) => /[\p{L}\p{N}]/u.test(side))
  return sides.length >= 2 && sides.every((side) => toSubject(side).length > 0) ? sides : [rest]
}

function toSubject(text: string): CollectionSubject[] {
  const terms = parseQuery(text).filter(({ kind, text: word }) => kind !== 'word' || isTelling(word))
  return terms.length === 0
    ? []
    : [{ label: terms.map((term) => (term.kind === 'phrase' ? `“${term.text}”` : term.text)).join(' '), terms }]
}

function isTelling(word: string): boolean {
  const bare = foldWord(word)
  return bare.length > 1 && !askingWords.has(bare) && !parsesAsStop(bare)
}

/** A query of stop words alone keeps them; a subject has none. */
function parsesAsStop(word: string): boolean {
  return parseQuery(`${word} zzz`).length === 1
}

function kindIn(matched: string): QueryTerm | null {
  const found = new RegExp(String.raw`\b(${kindsOfDocument})\b`, 'iu').exec(matched)?.[1]
  return found === undefined ? null : (parseQuery(found)[0] ?? null)
}
