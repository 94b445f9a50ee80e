import type { CutReason } from '../../../contract/explain.ts'
import { normaliseScores } from '../../../domain/fusion.ts'
import { overlapOfSets, pickDiverse } from '../../../domain/mmr.ts'
import { isStopWord } from '../../../domain/stop-words.ts'
import { foldWord, splitWords } from '../../../domain/words.ts'
import { stemmersOf } from '../../store/stems/stemmers.ts'
import type { FoundPassage } from '../findings.ts'

export type Picked = {
  /** In the order in which they were picked. */
  passages: FoundPassage[]
  /** Why the others of the pool were not. */
  cuts: Map<number, CutReason>
}

/**
 * The passages that an answer is made from: those that fit best and say different things, of the first ones of a ranking.
 * Likeness is the share of telling words that two passages have in common.
 *
 * @param passages best first
 */
export function pickPassages(
  passages: readonly FoundPassage[],
  settings: { contextPassages: number; diversityPool: number; diversityBalance: number },
): Picked {
  const count = settings.contextPassages
  const pool = passages.slice(0, Math.max(settings.diversityPool, count))
  const scores = normaliseScores(
    pool.map(({ chunkId, score }) => ({ id: chunkId, score })),
    'zero',
  )
  const candidates = pool.map((passage, place) => ({
    passage,
    score: scores[place]?.score ?? 0,
    stems: tellingStems(passage),
  }))
  const picked = pickDiverse(candidates, {
    count,
    balance: settings.diversityBalance,
    likeness: (a, b) => overlapOfSets(a.stems, b.stems),
  }).map(({ passage }) => passage)
  const chosen = new Set(picked)
  const cuts = pool.flatMap((passage, place): [number, CutReason][] =>
    chosen.has(passage) ? [] : [[passage.chunkId, place < count ? 'too-alike' : 'below-limit']],
  )
  return { passages: picked, cuts: new Map(cuts) }
}

/** A passage in another language says the same in other words, and those are not compared. */
function tellingStems({ text, language }: FoundPassage): Set<string> {
  const telling = splitWords(text).filter((word) => !isStopWord(foldWord(word), language))
  return new Set(telling.map(stemmersOf(language).compare))
}
