import type { AnswerSentence } from '../contract/answers.ts'
import type { CollectionQuestion } from './collection-question.ts'

/** What was found of one subject. */
export type SubjectFindings = {
  /** Documents that speak of it, whether cited or not. */
  documents: number
  cited: { name: string; quote: string }[]
}

/** Names of unread documents that are told; of more, their number. */
const mostNamed = 20

/**
 * Puts what every document says into an answer: the counts, then each document with its sentence, then what was read.
 * Citations are those of the subjects in their order, one after another.
 */
export function reduceCollection(options: {
  question: CollectionQuestion
  subjects: readonly SubjectFindings[]
  read: number
  unread: readonly string[]
}): { text: string; sentences: AnswerSentence[] } {
  const { question, subjects, read, unread } = options
  const paragraphs: string[] = []
  const sentences: AnswerSentence[] = []
  let citation = 0
  for (const [place, { documents, cited }] of subjects.entries()) {
    const places = cited.map((_each, step) => citation + step)
    const statement = stateCount(question, place, { documents, read })
    sentences.push({
      text: statement,
      citations: places,
      support: places.length > 0 ? 'supported' : 'none',
      doubts: [],
    })
    const lines = cited.map(({ name, quote }, step) => {
      sentences.push({ text: quote, citations: [citation + step], support: 'quoted', doubts: [] })
      return `- ${name}: ${quote.replace(/\s+/gu, ' ')}`
    })
    const more = documents - cited.length
    if (more > 0 && cited.length > 0) {
      const text = `${countDocuments(more)} more ${more === 1 ? 'is' : 'are'} counted and not listed.`
      sentences.push(remark(text))
      lines.push(text)
    }
    paragraphs.push([statement, ...lines].join('\n'))
    citation += cited.length
  }
  const coverage = stateCoverage(read, unread)
  sentences.push(remark(coverage))
  return { text: [...paragraphs, coverage].join('\n\n'), sentences }
}

function remark(text: string): AnswerSentence {
  return { text, citations: [], support: 'none', doubts: [] }
}

function stateCount(
  { subjects, isNegated, kindOfDocument }: CollectionQuestion,
  place: number,
  { documents, read }: { documents: number; read: number },
): string {
  const label = subjects[place]?.label ?? ''
  const of = documents === 0 ? `None of ${countDocuments(read)}` : `${documents} of ${countDocuments(read)}`
  const verb = documents === 1 || documents === 0
  const kind = kindOfDocument === null ? '' : ` “${kindOfDocument.text}”`
  if (label === '') {
    if (kindOfDocument !== null) return `${of} ${verb ? 'names itself' : 'name themselves'}${kind}.`
    return documents === 1 ? 'There is 1 document.' : `There are ${countDocuments(documents)}.`
  }
  if (isNegated) return `${of} ${verb ? 'does' : 'do'} not mention ${label}.`
  return `${of} ${verb ? 'mentions' : 'mention'} ${label}.`
}

function stateCoverage(read: number, unread: readonly string[]): string {
  const total = read + unread.length
  const statement = `Read ${read} of ${countDocuments(total)}.`
  if (unread.length === 0) return statement
  const named = unread.slice(0, mostNamed).join(', ')
  const more = unread.length - mostNamed
  return `${statement} Not read: ${named}${more > 0 ? ` and ${more} more` : ''}.`
}

function countDocuments(count: number): string {
  return count === 1 ? '1 document' : `${count} documents`
}
