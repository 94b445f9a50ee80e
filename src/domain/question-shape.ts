import type { QuoteUnit } from './quote-units.ts'
import { findWords, splitWords } from './words.ts'

/** What kind of answer a question asks for, as its first words tell; English only, `open` for everything else. */
export type QuestionShape = 'steps' | 'definition' | 'number' | 'time' | 'reason' | 'open'

const shapes: [QuestionShape, RegExp][] = [
  [
    'number',
    /\bhow (?:many|much|long|far|old|large|big|often|fast|high|tall|deep|wide|thick|heavy|late|early|soon|hot|cold|strong)\b|\b(?:what|which) (?:\p{L}+ ){0,4}(?:amount|number|price|cost|fee|total|sum|percentage|temperature|weight|height|length|depth|width|maximum|minimum|limit)\b/iu,
  ],
  ['time', /\b(?:when|(?:what|which) (?:year|date|time|day|month))\b/iu],
  ['steps', /\bhow (?:do|does|can|could|should|would|to|is|are)\b|\b(?:steps?|way) to\b/iu],
  ['reason', /\bwhy\b/iu],
  ['definition', /^\W*(?:what(?:'s| is| are| does)|define|who (?:is|was))\b/iu],
]

export function shapeOf(question: string): QuestionShape {
  return shapes.find(([, pattern]) => pattern.test(question))?.[0] ?? 'open'
}

const definitionOpening = /^\W*(?:what(?:'s|’s| is| are)|define|who (?:is|was|are|were))\s+(?:the |a |an )?/iu
const definitionVerbs = ['is', 'are', 'was', 'means', 'refers to', 'stands for']
const longestSubject = 6

/**
 * Phrases that a definition of what is asked begins with, as a query: for "What is a ledger?" `"ledger is" "ledger are" …`.
 * Null when the question asks for no definition, or for more than a name. A subject that every document names ranks none
 * above another; "X is" is rare even where X is everywhere.
 */
export function definitionQuery(question: string): string | null {
  const opening = definitionOpening.exec(question)?.[0]
  if (opening === undefined) return null
  const subject = splitWords(question.slice(opening.length))
  if (subject.length === 0 || subject.length > longestSubject) return null
  return definitionVerbs.map((verb) => `"${subject.join(' ')} ${verb}"`).join(' ')
}

const signs: Partial<Record<QuestionShape, RegExp>> = {
  number: /\p{N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million)\b/iu,
  time: /\b(?:1[5-9]|20)\p{N}{2}\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\p{N}:\p{N}{2}/iu,
  reason: /\b(?:because|since|due to|reason|so that|therefore|in order to|caused?)\b/iu,
  steps:
    /^(?:\d+[.)] )?(?:to |first|then|next|finally|add|use|create|make|set|run|call|install|define|write|open|click|choose|select|enter|start|import|pass|provide)\b/iu,
}

/** Whether a unit looks like the answer that is asked for. `stems` are those of the question's terms. */
export function looksLikeAnswer(unit: QuoteUnit, shape: QuestionShape, stems: ReadonlySet<string>): boolean {
  if (shape === 'steps' && (unit.kind === 'code' || unit.kind === 'list-item')) return true
  if (shape === 'definition') return isDefinition(unit, stems)
  return signs[shape]?.test(unit.text) ?? false
}

/** A sentence `X is …`, `X means …`, `X refers to …` with a term of the question in X, which has ten words at most. */
function isDefinition(unit: QuoteUnit, stems: ReadonlySet<string>): boolean {
  if (unit.kind === 'code' || unit.kind === 'table') return false
  const subject = /^(?:\S+\s+){1,10}?(?=(?:is|are|means?|refers?|stands?|denotes?)\s)/iu.exec(unit.text)?.[0]
  return subject !== undefined && findWords(subject).some(({ stem }) => stems.has(stem))
}

const guide =
  /^(?:(?:table of )?contents|see also|related(?: \p{L}+)?|references|further reading|additional resources|next steps)\s*:?$/iu

/** Whether a unit only asks itself, or stands in a list of other places. `announcement` is the heading or sentence above. */
export function answersNothing(unit: QuoteUnit, announcement: string): boolean {
  return /[?？؟]$/u.test(unit.text) || guide.test(unit.text) || isGuide(announcement)
}

/** Whether a heading only stands over a list of other places. English. */
export function isGuide(heading: string): boolean {
  return guide.test(heading.trim())
}
