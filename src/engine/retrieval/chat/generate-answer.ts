import type { GenerationWarning } from '../../../contract/language-models.ts'
import { type Failure, isFailure } from '../../../domain/failure.ts'
import type { AskedGeneration } from '../../usage/generation.ts'
import { buildContext } from '../build-context.ts'
import { findPassages } from '../find-passages.ts'
import { createStages } from '../stages/stages.ts'
import type { GenerateInput, GenerateRooms } from './generate-input.ts'
import { LeftToProvider, writeKept } from './kept-prompt.ts'
import { toCitable } from './prompt-sources.ts'
import { type PromptRoom, shrinkRoom } from './room-for-prompt.ts'
import { type GeneratedAnswer, writeFromSources } from './write-from-sources.ts'
import { type Prompt, writePrompt } from './write-prompt.ts'

/** What of the conversation is told again at most, in tokens as roughly counted here. */
export const mostHistory = 8_000
const mostTries = 4

/**
 * Answers with what a language model writes from the passages that are found, the conversation and what was attached. Its
 * marks are citations as soon as they arrive, and each of its sentences is held against what it cites.
 *
 * A stream that is stopped, or breaks off after its first words, is an answer of what had arrived. Null when there is
 * nothing to ask a model about: no passage, no conversation and no file.
 *
 * @throws Failure of `Generations.stream` before the first word; QuoteInstead; LeftToProvider, where it may be left; the
 * signal's reason before the first word
 */
export async function generateAnswer(rooms: GenerateRooms, input: GenerateInput): Promise<GeneratedAnswer | null> {
  const stages = createStages(rooms.telemetry)
  const { signal } = input
  const findings = await findPassages(rooms, { ...input, query: input.question, limit: null, group: 'none', stages })
  const hasImages = [...input.attachments, ...input.past.flatMap(({ attachments }) => attachments)].some(
    ({ kind }) => kind === 'image',
  )
  let room: PromptRoom = {
    passages: findings.settings.contextTokens,
    history: mostHistory,
    outputTokens: input.options.maximumOutputTokens ?? null,
    isShort: false,
  }
  let withImages = hasImages
  let refusal: Failure | null = null
  for (let attempt = 1; ; attempt++) {
    const settings = { ...findings.settings, contextTokens: room.passages }
    const { pieces } = await buildContext(rooms, findings, { stages, signal, settings })
    const sources = toCitable(pieces)
    if (sources.length === 0 && input.past.length === 0 && input.attachments.length === 0) {
      // There was something, and no room for it.
      if (refusal !== null) throw refusal
      return null
    }
    const { question, attachments, past } = input
    const prompt = writePrompt({ question, sources, attachments, past }, { room, withImages })
    const understoodAs = findings.isRewritten ? findings.question : null
    const head = { mode: 'generated' as const, coverage: null, reused: null, understoodAs, notices: findings.notices }
    if (refusal === null) input.tell({ type: 'head', head })
    const warnings = warningsOf(prompt, { isCut: room.passages < findings.settings.contextTokens })
    try {
      const { documentIds } = prompt
      const told = { documentIds, understoodAs: head.understoodAs, notices: findings.notices }
      const ask = (signal: AbortSignal): AskedGeneration => ({
        ...{ policy: input.policy, context: input.context, question, localOnly: input.localOnly, ...input.options },
        maximumOutputTokens: room.outputTokens ?? undefined,
        ...{ messages: prompt.messages, cacheUpTo: prompt.cacheUpTo, signal },
      })
      if (input.leaveFor !== null) {
        const kept = writeKept({ version: 1, sources, warnings, ...told })
        const left = { asked: ask(signal), messageId: input.leaveFor, sources: documentIds, kept }
        const pauseMs = await rooms.batches.leave(left)
        if (pauseMs !== null) throw new LeftToProvider(pauseMs)
      }
      const open = (until: AbortSignal) => rooms.generations.stream(ask(until))
      return await writeFromSources(rooms, { input, stages, sources, warnings, ...told, open })
    } catch (error) {
      if (attempt === mostTries || !isFailure(error)) throw error
      refusal = error
      if (error.code === 'MODEL_REJECTED' && withImages) {
        // It reads no pictures: it gets what was recognised in them.
        withImages = false
      } else if (error.code === 'CONTEXT_EXCEEDED') {
        const smaller = shrinkRoom({ room, ...prompt }, error.data as { tokens: number; maximum: number })
        if (smaller === null) throw error
        room = smaller
      } else throw error
    }
  }
}

function warningsOf({ left }: Prompt, { isCut }: { isCut: boolean }): GenerationWarning[] {
  const first = left === 1 ? 'The first question' : `The first ${left} questions`
  const history = left === 0 ? [] : [{ option: 'history', reason: `${first} of this conversation found no room.` }]
  const passages = isCut
    ? [{ option: 'passages', reason: 'The model reads little at once: it got fewer passages.' }]
    : []
  return [...history, ...passages]
}
