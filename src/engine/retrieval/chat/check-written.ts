import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AnswerSentence } from '../../../contract/answers.ts'
import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import { readClaims } from '../../../domain/cited-answer/claims.ts'
import { claimsNothing } from '../../../domain/cited-answer/claims-nothing.ts'
import { doubtForeignNumbers, isOtherLanguage } from '../../../domain/cited-answer/other-language.ts'
import { checkSentence } from '../check-answer.ts'
import { openClaimJudge } from '../judge-claims.ts'
import type { RetrievalRooms } from '../requests.ts'
import type { Citing } from './citing.ts'

/** What is checked of an answer at most: nobody reads more, and a model may have gone mad. */
const mostSentences = 200
const mostCharacters = 60_000

export type Checked = {
  sentences: AnswerSentence[]
  /** Whether there was more than is checked. */
  isCut: boolean
  /** Whether the answer is in a language that no source is in, so that only its numbers were checked. */
  isForeign: boolean
  notices: RetrievalNotice[]
}

/**
 * Holds each sentence that a model wrote against the sources that it cites, or against all where it cites none: what the
 * documents support is cited even so. Other calls get their turn after each sentence.
 */
export async function checkWritten(
  rooms: Pick<RetrievalRooms, 'models' | 'telemetry'>,
  { text, citing, signal }: { text: string; citing: Citing; signal: AbortSignal | undefined },
): Promise<Checked> {
  const judge = openClaimJudge(rooms)
  const claims = readClaims(text.slice(0, mostCharacters))
  const sentences: AnswerSentence[] = []
  await citing.read()
  const isForeign = isOtherLanguage(text.slice(0, mostCharacters), citing.sourcesOf([]).texts)
  for (const { text: claim, ...behind } of claims.slice(0, mostSentences)) {
    await nextTurn()
    // What looks like a mark in a piece of code is none.
    const numbers = behind.numbers.filter((number) => number >= 1 && number <= citing.citations.length)
    const common = { text: claim, citations: numbers.map((number) => number - 1) }
    if (numbers.length === 0 && claimsNothing(claim)) {
      sentences.push({ ...common, support: 'none', doubts: [] })
      continue
    }
    if (isForeign) {
      const doubts = doubtForeignNumbers(claim, citing.sourcesOf(numbers))
      sentences.push({ ...common, support: doubts.length > 0 ? 'unsupported' : 'none', doubts })
      continue
    }
    const verdict = await checkSentence(claim, citing.sourcesOf(numbers), { entails: judge.entails, signal })
    const { support, doubts, evidence } = verdict
    const isFound = numbers.length === 0 && (support === 'supported' || support === 'quoted')
    const found = isFound ? evidence.slice(0, 2).flatMap(({ source }) => citing.numberOf(source) ?? []) : []
    const cited = found.length === 0 ? numbers : citing.cite([...new Set(found)], claim)
    sentences.push({ ...common, citations: cited.map((number) => number - 1), support, doubts })
  }
  const isCut = text.length > mostCharacters || claims.length > mostSentences
  return { sentences, isCut, isForeign, notices: judge.notices() }
}
