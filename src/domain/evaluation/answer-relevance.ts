import { looksLikeAnswer, shapeOf } from '../question-shape.ts'
import { splitSentences } from '../sentences.ts'
import { coverage, termsWithin, type WeightedTerm } from '../term-coverage.ts'

/** What an answer without the kind of thing that is asked for (a number, a time, a reason) is worth of one with it. */
const withoutKind = 0.5

/** A passage speaks of a question when it holds at least this much of what the question's words weigh. */
const speaking = 0.5

/** Kinds of answers that can be told from the words of a sentence, wherever it stands. */
const kindsWithSigns: ReadonlySet<string> = new Set(['number', 'time', 'reason'])

/** A question with its words as they weigh in the library. */
export type WeighedQuestion = { text: string; terms: readonly WeightedTerm[] }

/**
 * How much of what a question asks about an answer speaks of, 0 to 1: the weight of the question's words that the answer
 * has in any inflection, halved when the question asks for a number, a time or a reason and no sentence has one.
 */
export function answerRelevance(answer: string, question: WeighedQuestion): number {
  const spoken = coverage(termsWithin(answer, question.terms), question.terms)
  return hasKind(answer, question.text) ? spoken : spoken * withoutKind
}

/**
 * The part of the passages that speak of a question; null without any. Words that stand nowhere in the library tell
 * nothing of a passage and should weigh nothing.
 */
export function contextRelevance(passages: readonly string[], { terms }: WeighedQuestion): number | null {
  if (passages.length === 0) return null
  return passages.filter((text) => coverage(termsWithin(text, terms), terms) >= speaking).length / passages.length
}

function hasKind(answer: string, question: string): boolean {
  const shape = shapeOf(question)
  if (!kindsWithSigns.has(shape)) return true
  return splitSentences(answer, 0).some(({ start, end }) =>
    looksLikeAnswer(
      { kind: 'paragraph', page: null, block: 0, start, end, text: answer.slice(start, end) },
      shape,
      new Set(),
    ),
  )
}
