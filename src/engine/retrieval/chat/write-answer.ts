import type { Answer } from '../../../contract/answers.ts'
import type { AnswerEvent } from '../../../contract/chat.ts'
import type { AnswerPlace } from '../../store/repositories/messages.ts'
import { createStages } from '../stages/stages.ts'
import { answerWithModel, headOf, type ModelAnswer } from './answer-with-model.ts'
import { type Answering, orAll } from './answering.ts'
import { choosePolicy } from './choose-policy.ts'
import type { ConversingRooms } from './conversing-rooms.ts'
import type { GenerateEvent } from './generate-input.ts'
import { isLocalOnly } from './is-local-only.ts'
import { keepProgress, type ProgressKeeper } from './keep-progress.ts'
import { readKept } from './kept-prompt.ts'
import { readBranch } from './read-branch.ts'
import { writeFromSources } from './write-from-sources.ts'

type Writing = {
  place: AnswerPlace
  input: Answering
  tell: (event: AnswerEvent) => void
  /** Stops the answer; what has arrived of it is kept. */
  signal: AbortSignal
}

/** What calls of a model are for. */
export const answerPurpose = 'answer'

/**
 * Writes the answer of a question that has been kept into its place, telling of it as it comes. An answer without any word
 * is marked as interrupted.
 */
export async function writeAnswer(rooms: ConversingRooms, writing: Writing): Promise<void> {
  const { place, tell } = writing
  const { conversationId, questionId, messageId } = place
  const start = (answer: Pick<Answer, 'mode' | 'coverage' | 'reused' | 'understoodAs' | 'notices'>) =>
    tell({ type: 'answer-start', ...answer, conversationId, questionId, messageId })
  const shown = { isStarted: false, citations: 0, hasText: false }
  using keeper = keepProgress(rooms, messageId)
  try {
    const { answer, sources } = await makeAnswer(rooms, writing, {
      keeper,
      tell(event) {
        if (event.type === 'answer-start') shown.isStarted = true
        if (event.type === 'citation-add') shown.citations = event.index + 1
        if (event.type === 'text-delta') shown.hasText = true
        tell(event)
      },
    })
    // Kept before its end is told: a reader that leaves now finds the whole answer when it returns.
    await rooms.store.write('messages.finish', { messageId, answer, sources })
    if (!shown.isStarted) start(headOf(answer))
    for (const [index, citation] of answer.citations.entries()) {
      if (index >= shown.citations) tell({ type: 'citation-add', index, citation })
    }
    if (answer.mode === 'generated' && !shown.hasText && answer.answer !== '') {
      tell({ type: 'text-delta', text: answer.answer })
    }
    for (const sentence of answer.sentences) tell({ type: 'sentence-add', sentence })
    tell({ type: 'answer-end', answer })
  } catch (error) {
    await rooms.store.write('messages.interrupt', { messageId })
    throw error
  }
}

async function makeAnswer(
  rooms: ConversingRooms,
  { place, input, signal }: Writing,
  { tell, keeper }: { tell: (event: AnswerEvent) => void; keeper: ProgressKeeper },
): Promise<ModelAnswer> {
  if (input.fromBatch !== undefined) return finishBatch(rooms, { place, tell, keeper, signal }, input.fromBatch)
  const { question, conversationId, questionId, messageId } = place
  const settings = await rooms.allSettings()
  const before = await readBranch(rooms.store, place.parentId, signal)
  const asked = {
    ...{ question, filter: input.filter, scope: input.scope, retrieval: input.retrieval, signal },
    libraries: orAll(place.libraryIds),
    reuse: settings.answers.reuse && input.reuse,
    earlier: before.questions,
    passages: settings.answers.passages,
  }
  const policy = choosePolicy({ asked: input.model, ofConversation: place.model }, settings.models)
  if (policy === null) return { answer: await rooms.retrieval.answer(asked), sources: [] }

  const attachments = await readAttached(rooms, place, signal)
  const context = {
    ...{ purpose: answerPurpose, agent: null, workflow: null, conversationId, messageId },
    libraryIds: await librariesOf(rooms, place.libraryIds),
  }
  return answerWithModel(
    { ...rooms, answer: rooms.retrieval.answer, spentOn: spentOn(rooms, place) },
    {
      ...asked,
      ...{ policy, attachments, context, past: before.exchanges, signal },
      localOnly: await isLocalOnly(rooms.store, { libraryIds: place.libraryIds, past: before.exchanges }),
      options: { ...place.options, ...input.options },
      leaveFor: input.atBatchPrice === true ? messageId : null,
      tell(event) {
        if (event.type !== 'head') tell(event)
        else tell({ type: 'answer-start', ...event.head, conversationId, questionId, messageId })
      },
      onText: (text, sources) => keeper.note(text, sources),
    },
  )
}

/** The answer that a provider has written at its batch price, with the passages that it was given then. */
async function finishBatch(
  rooms: ConversingRooms,
  { place, tell, keeper, signal }: Pick<Writing, 'place' | 'tell' | 'signal'> & { keeper: ProgressKeeper },
  { parts, kept }: NonNullable<Answering['fromBatch']>,
): Promise<ModelAnswer> {
  const attachments = await readAttached(rooms, place, signal)
  const told = (event: GenerateEvent) => (event.type === 'head' ? undefined : tell(event))
  return writeFromSources(
    { ...rooms, spentOn: spentOn(rooms, place) },
    {
      ...readKept(kept),
      stages: createStages(rooms.telemetry),
      input: { attachments, signal, onText: keeper.note, tell: told },
      async *open() {
        yield* parts
      },
    },
  )
}

async function readAttached({ store }: ConversingRooms, { attachmentIds }: AnswerPlace, signal: AbortSignal) {
  return attachmentIds.length === 0 ? [] : store.read('chatAttachments.contents', { attachmentIds }, signal)
}

function spentOn({ store }: ConversingRooms, { conversationId, messageId }: AnswerPlace) {
  return () => store.read('messages.spent', { conversationId, messageId })
}

/** Budgets of libraries count a call in each that was searched. */
async function librariesOf({ store }: ConversingRooms, libraryIds: readonly string[]): Promise<string[]> {
  return libraryIds.length > 0 ? [...libraryIds] : store.read('libraries.ids', null)
}
