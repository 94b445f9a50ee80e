import type { AnswerPlan } from '../../../contract/chat.ts'
import type { GenerationOptions, ModelReference } from '../../../contract/language-models.ts'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import { buildContext } from '../build-context.ts'
import { findPassages } from '../find-passages.ts'
import type { PlanInput } from '../requests.ts'
import { createStages } from '../stages/stages.ts'
import { orAll } from './answering.ts'
import { choosePolicy } from './choose-policy.ts'
import type { ConversingRooms } from './conversing-rooms.ts'
import { mostHistory } from './generate-answer.ts'
import { isLocalOnly } from './is-local-only.ts'
import { toCitable } from './prompt-sources.ts'
import { readBranch } from './read-branch.ts'
import { answerPurpose } from './write-answer.ts'
import { writePrompt } from './write-prompt.ts'

export type QuestionToPlan = Pick<PlanInput, 'question' | 'filter' | 'signal'> & {
  conversationId?: string | undefined
  libraries?: readonly string[] | undefined
  attachments: readonly string[]
  model?: ModelReference | undefined
  options?: GenerationOptions | undefined
}

/** A search that asks no model: passages of much the same length, and a plan costs nothing. */
const byWords: RetrievalOverrides = { mode: 'keyword', rerank: false, queries: 1, hops: 1, graph: false }

const newConversation = { libraryIds: [], model: null, options: {}, headId: null }

/**
 * How a question would be answered, and what that takes: with a model, by the tokens of the very prompt that it would be
 * given. Nothing is asked and nothing is kept.
 *
 * @throws Failure CONVERSATION_NOT_FOUND, LIBRARY_NOT_FOUND, ATTACHMENT_NOT_FOUND, MODEL_NOT_FOUND, MODEL_NOT_INSTALLED
 */
export async function planQuestion(rooms: ConversingRooms, input: QuestionToPlan): Promise<AnswerPlan> {
  const { store } = rooms
  const { question, filter, signal, conversationId = null } = input
  const conversation =
    conversationId === null
      ? newConversation
      : (await store.read('conversations.get', { conversationId }, signal)).conversation
  const { questions: earlier, exchanges: past } = await readBranch(store, conversation.headId, signal)
  const libraries = orAll(input.libraries ?? conversation.libraryIds)
  const plan = await rooms.retrieval.plan({ question, libraries, filter, earlier, signal })
  const settings = await rooms.allSettings()
  const policy = choosePolicy({ asked: input.model, ofConversation: conversation.model }, settings.models)
  const isRead = plan.kind === 'collection' && input.attachments.length === 0
  if (policy === null || isRead) return plan

  const stages = createStages(rooms.telemetry)
  const findings = await findPassages(rooms, {
    ...{ query: question, earlier, libraries, filter, signal, stages },
    ...{ retrieval: byWords, limit: null, group: 'none' },
  })
  const { pieces } = await buildContext(rooms, findings, { stages, signal, settings: findings.settings })
  const attachments = await store.read('chatAttachments.contents', { attachmentIds: input.attachments }, signal)
  if (pieces.length === 0 && past.length === 0 && attachments.length === 0) return plan
  const options = { ...conversation.options, ...input.options }
  const room = {
    ...{ passages: findings.settings.contextTokens, history: mostHistory, isShort: false },
    outputTokens: options.maximumOutputTokens ?? null,
  }
  const prompt = writePrompt(
    { question, sources: toCitable(pieces), attachments, past },
    { room, withImages: attachments.some(({ kind }) => kind === 'image') },
  )
  const { libraryIds } = findings
  const told = await rooms.generations.estimate({
    ...{
      policy,
      question,
      localOnly: await isLocalOnly(store, { libraryIds, past }),
      ...options,
      messages: prompt.messages,
      cacheUpTo: prompt.cacheUpTo,
    },
    context: { purpose: answerPurpose, agent: null, workflow: null, libraryIds, conversationId, messageId: null },
  })
  const { model, inputTokens, likelyOutputTokens, likelyNanoDollars, worstCaseNanoDollars, tightestBudget } = told
  const nanoDollars = likelyNanoDollars ?? 0
  return {
    ...{ kind: 'passages', documents: plan.documents, tokens: inputTokens, seconds: null },
    cost: { currency: 'USD', nanoDollars, estimated: true, inputTokens, outputTokens: likelyOutputTokens },
    ...{ model, worstCaseNanoDollars, tightestBudget },
  }
}
