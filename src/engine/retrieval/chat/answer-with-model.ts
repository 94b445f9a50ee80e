import type { Answer, AnswerHead } from '../../../contract/answers.ts'
import { readCollectionQuestion } from '../../../domain/collection-question.ts'
import { rewriteQuestion } from '../../../domain/rewrite-question.ts'
import { openCachedQuestion } from '../answer-cache.ts'
import { embedQuestion } from '../embed-question.ts'
import type { AnswerInput } from '../requests.ts'
import { resolveScope } from '../resolve-scope.ts'
import { generateAnswer } from './generate-answer.ts'
import type { GenerateInput, GenerateRooms } from './generate-input.ts'
import { QuoteInstead } from './receive-text.ts'

export type AnswerRooms = GenerateRooms & {
  /** Answers without a language model. */
  answer: (input: AnswerInput) => Promise<Answer>
}

export type ModelAnswer = { answer: Answer; sources: string[] }

/** Of an answer without a language model, its citations say what it was made from. */
const made = (answer: Answer): ModelAnswer => ({ answer, sources: [] })

/**
 * Answers a question with a language model where one is asked for, or as it is answered without one: about a whole
 * collection, without anything to ask a model about, and when all that could be asked have failed and the settings let
 * quotes stand in.
 *
 * A kept answer is given again only where nothing but the question tells what is asked: not within a conversation, and not
 * with a file.
 *
 * @throws Failure of the model, LIBRARY_NOT_FOUND; the signal's reason
 */
export async function answerWithModel(rooms: AnswerRooms, input: GenerateInput): Promise<ModelAnswer> {
  if (isAboutCollection(input)) return made(await rooms.answer(input))
  if (input.reuse !== true || input.past.length > 0 || input.attachments.length > 0) return writeAnew(rooms, input)

  const scope = await resolveScope(rooms, input)
  const { libraryIds, settings } = scope
  const { question, policy, options, filter, passages, signal } = input
  const cached = await openCachedQuestion(
    { store: rooms.store, now: rooms.now ?? Date.now },
    {
      question,
      scope: { libraryIds, filter, settings, passages, kind: 'passages', generation: { policy, options } },
      embed: () => embedQuestion(rooms, { question, libraryIds, signal }),
    },
  )
  if (cached.reused !== null) {
    await cached.use()
    return { answer: { ...cached.reused, understoodAs: null }, sources: cached.sources }
  }
  const written = await writeAnew(rooms, input)
  await cached.keep(written.answer, { isAhead: false, sources: written.sources })
  return written
}

function isAboutCollection({ question, earlier, scope = 'auto', attachments }: GenerateInput): boolean {
  if (scope !== 'auto') return scope === 'collection'
  if (attachments.length > 0) return false
  return readCollectionQuestion(rewriteQuestion(question, earlier ?? []).question) !== null
}

async function writeAnew(rooms: AnswerRooms, input: GenerateInput): Promise<ModelAnswer> {
  try {
    return (
      (await generateAnswer(rooms, input)) ?? made(await rooms.answer({ ...input, scope: 'passages', reuse: false }))
    )
  } catch (error) {
    if (!(error instanceof QuoteInstead)) throw error
    const answer = await rooms.answer({ ...input, scope: 'passages', reuse: false })
    const { usage, nanoDollars, counted, callIds } = await rooms.spentOn()
    const { inputTokens, outputTokens } = usage
    return made({
      ...answer,
      cost: { ...answer.cost, nanoDollars, estimated: counted, inputTokens, outputTokens },
      generation: { choice: error.choice, usage, callIds, ended: 'stop', warnings: [], reasoning: null },
    })
  }
}

export function headOf({ mode, coverage, reused, understoodAs, notices }: Answer): AnswerHead {
  return { mode, coverage, reused, understoodAs, notices }
}
