import type { Answer } from '../../contract/answers.ts'
import { readCollectionQuestion } from '../../domain/collection-question.ts'
import { rewriteQuestion } from '../../domain/rewrite-question.ts'
import { answerByQuoting } from './answer-by-quoting.ts'
import { openCachedQuestion } from './answer-cache.ts'
import { answerCollection } from './answer-collection.ts'
import { checkAnswer } from './check-answer.ts'
import { embedQuestion } from './embed-question.ts'
import type { ReadingPace } from './reading-pace.ts'
import type { AnswerInput, RetrievalRooms } from './requests.ts'
import { type ResolvedScope, resolveScope } from './resolve-scope.ts'

type Rooms = RetrievalRooms & { pace: ReadingPace }

/**
 * Answers a question: with a kept answer where nothing has changed since, otherwise from passages or, of a question about
 * the whole collection, from every document. Each sentence has been held against its sources.
 *
 * @throws Failure LIBRARY_NOT_FOUND; the signal's reason when it is aborted
 */
export async function answerQuestion(rooms: Rooms, input: AnswerInput): Promise<Answer> {
  const begun = performance.now()
  const scope = await resolveScope(rooms, input)
  const { question, isRewritten } = rewriteQuestion(input.question, input.earlier ?? [])
  const understoodAs = isRewritten ? question : null
  const kind = chooseKind(input, question)
  if (input.reuse !== true) return answerAnew(rooms, { input, question, understoodAs, kind, scope })

  const { libraryIds, settings } = scope
  const cached = await openCachedQuestion(
    { store: rooms.store, now: rooms.now ?? Date.now },
    {
      question,
      scope: { libraryIds, filter: input.filter, settings, passages: input.passages, kind },
      embed: () => embedQuestion(rooms, { question, libraryIds, signal: input.signal }),
    },
  )
  if (cached.reused !== null) {
    if (input.ahead !== true) await cached.use()
    const total = Math.round((performance.now() - begun) * 1_000) / 1_000
    return { ...cached.reused, understoodAs, timings: { total } }
  }
  const answer = await answerAnew(rooms, { input, question, understoodAs, kind, scope })
  await cached.keep(answer, { isAhead: input.ahead === true })
  return answer
}

type Kind = 'passages' | 'collection'

function chooseKind({ scope = 'auto' }: AnswerInput, question: string): Kind {
  if (scope !== 'auto') return scope
  return readCollectionQuestion(question) === null ? 'passages' : 'collection'
}

type Asked = { input: AnswerInput; question: string; understoodAs: string | null; kind: Kind; scope: ResolvedScope }

async function answerAnew(rooms: Rooms, { input, question, understoodAs, kind, scope }: Asked): Promise<Answer> {
  if (kind === 'passages') return checkAnswer(rooms, await answerByQuoting(rooms, input), input.signal)
  const { filter, signal } = input
  const { libraryIds } = scope
  const answer = await answerCollection(rooms, { question, understoodAs, libraryIds, filter, signal })
  const { tokens } = await rooms.store.read('collections.size', { libraryIds, filter }, signal)
  rooms.pace.note(tokens, answer.timings.total ?? 0)
  return answer
}
