import { normaliseQuestion } from '../normalise-question.ts'
import type { LikelyQuestion } from './past-questions.ts'

/** What may follow the answer that was given last. */
export type FollowUps = { questions: readonly string[]; libraryIds: readonly string[]; answeredAt: number }

/** How likely the first, the second and the third suggestion are to be asked. A guess; what is used of them is counted. */
const byPlace = [0.6, 0.45, 0.35]
/** After so long a person has probably gone on to something else. */
const halfLifeMs = 30 * 60 * 1_000
/** What is less likely is not worth its time. */
const least = 0.05

/** The questions to answer ahead, the likeliest first, each once: those that follow the last answer, and those of before. */
export function orderLikely(again: readonly LikelyQuestion[], next: FollowUps | null, now: number): LikelyQuestion[] {
  const fresh = next === null ? 0 : 0.5 ** (Math.max(0, now - next.answeredAt) / halfLifeMs)
  const follow = (next?.questions ?? []).map((question, place) => ({
    question,
    libraryIds: next?.libraryIds ?? [],
    likelihood: (byPlace[place] ?? 0) * fresh,
  }))
  const seen = new Set<string>()
  return [...follow, ...again]
    .filter(({ likelihood }) => likelihood >= least)
    .sort((one, other) => other.likelihood - one.likelihood)
    .filter(({ question, libraryIds }) => {
      const key = JSON.stringify([normaliseQuestion(question), [...libraryIds].sort()])
      return !seen.has(key) && seen.add(key)
    })
}
