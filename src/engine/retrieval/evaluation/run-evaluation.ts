import { setImmediate } from 'node:timers/promises'
import { v7 as newId } from 'uuid'
import type {
  Evaluation,
  EvaluationEvent,
  EvaluationOptions,
  EvaluationQuestion,
  EvaluationResult,
  QuestionResult,
} from '../../../contract/evaluation.ts'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import { compareResults } from '../../../domain/evaluation/compare-results.ts'
import { assertMeasurable } from '../../../domain/evaluation/read-judged-set.ts'
import { summariseResults } from '../../../domain/evaluation/summarise-results.ts'
import { askQuestion } from './ask-question.ts'
import type { AskedQuestion, EvaluationInput, EvaluationRooms } from './requests.ts'
import { type JudgedQuestion, resolveQuestions } from './resolve-questions.ts'

type Subject = { setId: string | null; libraryId: string; questions: readonly JudgedQuestion[] }

/** Everything that can refuse a run is asked before its stream begins. */
export async function runEvaluation(
  rooms: EvaluationRooms,
  input: EvaluationInput,
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<EvaluationEvent, void>> {
  const { setId, library, questions } = await findSubject(rooms, input)
  const [libraryId = ''] = await rooms.store.read('libraries.resolve', { libraries: [library] }, signal)
  const judged = await resolveQuestions(rooms.store, { libraryId, questions, signal })
  return stream(rooms, { setId, libraryId, questions: judged }, { ...input, signal })
}

async function findSubject(
  rooms: EvaluationRooms,
  input: EvaluationInput,
): Promise<{ setId: string | null; library: string; questions: EvaluationQuestion[] }> {
  if ('setId' in input) {
    const { set, questions } = await rooms.store.read('questionSets.get', input)
    return { setId: set.id, library: set.libraryId, questions }
  }
  assertMeasurable(input.questions)
  return { setId: null, library: input.library, questions: input.questions }
}

async function* stream(
  rooms: EvaluationRooms,
  { setId, libraryId, questions }: Subject,
  options: EvaluationOptions & { signal: AbortSignal | undefined },
): AsyncGenerator<EvaluationEvent, void> {
  const { signal, retrieval, against, answers, depth } = options
  const ways = against === undefined ? [retrieval] : [retrieval, against]
  const passages = await rooms.passages()
  const results = ways.map((): QuestionResult[] => [])
  yield { type: 'evaluation-progress', done: 0, total: questions.length }
  for (const [place, question] of questions.entries()) {
    // Every second question begins with the other way, so that a warm cache helps both.
    const order = place % 2 === 0 ? [...ways.keys()] : [...ways.keys()].reverse()
    for (const way of order) {
      signal?.throwIfAborted()
      const asked: AskedQuestion = { question, libraryId, retrieval: ways[way] ?? {}, answers, depth, passages, signal }
      results[way]?.push(await askQuestion(rooms, asked))
    }
    yield { type: 'evaluation-progress', done: place + 1, total: questions.length }
  }
  const evaluation: Evaluation = {
    id: newId(),
    setId,
    createdAt: Date.now(),
    results: ways.map((way, place) => toResult(way, results[place] ?? [], questions)),
    comparison: await compare(results, signal),
  }
  if (setId !== null) await rooms.store.write('evaluations.keep', { setId, evaluation })
  yield { type: 'evaluation-end', evaluation }
}

function toResult(
  retrieval: RetrievalOverrides,
  results: readonly QuestionResult[],
  questions: readonly JudgedQuestion[],
): EvaluationResult {
  const missing = new Set(questions.flatMap((question) => question.missing))
  return { retrieval, ...summariseResults(results), missingDocuments: missing.size, questions: [...results] }
}

async function compare(
  [first, second]: readonly QuestionResult[][],
  signal: AbortSignal | undefined,
): Promise<Evaluation['comparison']> {
  if (first === undefined || second === undefined) return []
  return compareResults([first, second], async () => {
    await setImmediate()
    signal?.throwIfAborted()
  })
}
