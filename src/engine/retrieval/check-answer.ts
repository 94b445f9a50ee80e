import type { Answer, AnswerSentence } from '../../contract/answers.ts'
import { checkSupport, readSources, type Sources, type SupportVerdict } from '../../domain/support/support-check.ts'
import { openClaimJudge } from './judge-claims.ts'
import type { Entailment, RetrievalRooms } from './requests.ts'

/**
 * Holds each sentence of an answer from passages against what it cites, and marks what nothing supports. A sentence that
 * was said to be about no document stays so.
 */
export async function checkAnswer(
  rooms: Pick<RetrievalRooms, 'models' | 'telemetry'>,
  answer: Answer,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const judge = openClaimJudge(rooms)
  const sentences: AnswerSentence[] = []
  for (const sentence of answer.sentences) {
    if (sentence.support === 'none') {
      sentences.push(sentence)
      continue
    }
    const quotes = sentence.citations.flatMap((place) => answer.citations[place]?.quote ?? [])
    const { support, doubts } = await checkSentence(sentence.text, readSources(quotes), {
      entails: judge.entails,
      signal,
    })
    sentences.push({ ...sentence, support: support === 'none' ? 'quoted' : support, doubts })
  }
  return { ...answer, sentences, notices: [...answer.notices, ...judge.notices()] }
}

/** By rules, and where they find a claim without support, by a model if there is one: it may know another wording. */
export async function checkSentence(
  sentence: string,
  sources: Sources,
  { entails, signal }: { entails: Entailment; signal: AbortSignal | undefined },
): Promise<SupportVerdict> {
  const verdict = checkSupport(sentence, sources)
  const isOnlyClaim = verdict.doubts.length > 0 && verdict.doubts.every(({ kind }) => kind === 'claim')
  if (!isOnlyClaim || verdict.evidence.length === 0) return verdict
  const premise = verdict.evidence.map(({ text }) => text).join(' ')
  return (await entails(premise, sentence, signal)) ? { ...verdict, support: 'supported', doubts: [] } : verdict
}
