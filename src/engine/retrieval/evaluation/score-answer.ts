import type { Citation } from '../../../contract/answers.ts'
import type { AnswerScores } from '../../../contract/evaluation.ts'
import { answerRelevance, contextRelevance } from '../../../domain/evaluation/answer-relevance.ts'
import { countSupported } from '../../../domain/evaluation/faithfulness.ts'
import { tellingWeight } from '../../../domain/term-coverage.ts'
import { buildContext } from '../build-context.ts'
import { findPassages } from '../find-passages.ts'
import { weighFound } from '../stages/further.ts'
import { createStages } from '../stages/stages.ts'
import { formsIn } from '../term-forms.ts'
import type { AskedQuestion, EvaluationRooms } from './requests.ts'

/** Answers a question and holds the answer against the passages that retrieval has for it. */
export async function scoreAnswer(rooms: EvaluationRooms, asked: AskedQuestion): Promise<AnswerScores> {
  const { question, libraryId, retrieval, signal, passages } = asked
  const scope = { libraries: [libraryId], retrieval, signal }
  // Of passages in any case: a way of searching is measured, and reading every document is none.
  const answer = await rooms.answer({ ...scope, scope: 'passages', question: question.text, passages })
  const stages = createStages(rooms.telemetry)
  const findings = await findPassages(rooms, { ...scope, query: question.text, limit: null, group: 'none', stages })
  const { pieces } = await buildContext(rooms, findings, { stages, signal, settings: findings.settings })
  const read = pieces.map(({ units, neighbourOf }) => ({
    text: units.map(({ text }) => text).join('\n\n'),
    neighbourOf,
  }))
  const picked = read.filter(({ neighbourOf }) => neighbourOf === null)
  const sources = [...read.map(({ text }) => text), ...(await readCited(rooms, answer.citations, signal))]
  const { claiming, supported } = countSupported(answer, sources)
  const { terms, holders, chunks, languages } = findings.keyword
  const weighed = terms.map((term, place) => ({
    stems: term.stems,
    forms: formsIn(term, languages),
    weight: tellingWeight(holders[place] ?? 0, chunks),
  }))
  return {
    faithfulness: claiming === 0 ? null : supported / claiming,
    answerRelevance:
      answer.mode === 'nothing-found' ? 0 : answerRelevance(answer.answer, { text: question.text, terms: weighed }),
    contextRelevance: contextRelevance(
      picked.map(({ text }) => text),
      { text: question.text, terms: weighFound(findings.keyword) },
    ),
  }
}

/** What stands at the cited places, read from the documents: a quote that is not there supports nothing. */
async function readCited(
  { store }: EvaluationRooms,
  citations: readonly Citation[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const spans = citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  return store.read('citedTexts.read', { spans }, signal)
}
