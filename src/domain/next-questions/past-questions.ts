import { normaliseQuestion } from '../normalise-question.ts'

/** A question that a person has asked. */
export type PastQuestion = {
  conversationId: string
  /** As it was understood with the conversation before it. */
  question: string
  /** What it was asked of; none for all. */
  libraryIds: readonly string[]
  /** Milliseconds since the epoch. */
  askedAt: number
}

/** A question that may be asked next, and how likely that is, 0 to 1. */
export type LikelyQuestion = { question: string; libraryIds: readonly string[]; likelihood: number }

const dayMs = 24 * 60 * 60 * 1_000
/** After so many days without being asked, a question is half as likely to be asked again. */
const halfLifeDays = 7

/**
 * Questions in the order in which they are likely to be asked again: the more often and the more lately, the likelier.
 * Each is given once for what it was asked of, in its latest wording.
 */
export function rankAgain(past: readonly PastQuestion[], now: number): LikelyQuestion[] {
  const same = Map.groupBy(past, ({ question, libraryIds }) =>
    JSON.stringify([normaliseQuestion(question), [...libraryIds].sort()]),
  )
  return [...same.values()]
    .flatMap((askings): LikelyQuestion[] => {
      const latest = askings.reduce((one, other) => (other.askedAt > one.askedAt ? other : one))
      const days = Math.max(0, now - latest.askedAt) / dayMs
      const likelihood = (1 - 1 / (askings.length + 1)) * 0.5 ** (days / halfLifeDays)
      return [{ question: latest.question, libraryIds: latest.libraryIds, likelihood }]
    })
    .sort((one, other) => other.likelihood - one.likelihood)
}

/** A question that followed another one in earlier conversations, and how often. */
export type Succession = { question: string; times: number }

/**
 * What was asked right after the same question in other conversations, the most often first.
 *
 * @param past in the order of asking within each conversation
 */
export function askedNext(
  past: readonly PastQuestion[],
  after: { question: string; conversationId: string },
): Succession[] {
  const wanted = normaliseQuestion(after.question)
  const followers = [...Map.groupBy(past, ({ conversationId }) => conversationId)].flatMap(([id, questions]) =>
    id === after.conversationId
      ? []
      : questions.slice(1).filter((_each, place) => normaliseQuestion(questions[place]?.question ?? '') === wanted),
  )
  const same = Map.groupBy(followers, ({ question }) => normaliseQuestion(question))
  return [...same]
    .flatMap(([normalised, each]) => {
      const last = each.at(-1)
      return normalised === wanted || last === undefined ? [] : [{ question: last.question, times: each.length }]
    })
    .sort((one, other) => other.times - one.times)
}
