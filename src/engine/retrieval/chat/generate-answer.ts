import type { Answer, AnswerGeneration, Citation } from '../../../contract/answers.ts'
import type { GenerationWarning } from '../../../contract/language-models.ts'
import { type Failure, isFailure } from '../../../domain/failure.ts'
import { buildContext } from '../build-context.ts'
import { findPassages } from '../find-passages.ts'
import { createStages, type Stages } from '../stages/stages.ts'
import { checkWritten } from './check-written.ts'
import { createCiting } from './citing.ts'
import type { GenerateInput, GenerateRooms } from './generate-input.ts'
import { type CitableSource, toCitable } from './prompt-sources.ts'
import { receiveText } from './receive-text.ts'
import { type PromptRoom, shrinkRoom } from './room-for-prompt.ts'
import { type Prompt, writePrompt } from './write-prompt.ts'

export type GeneratedAnswer = {
  answer: Answer
  /** Documents whose words the model was given. */
  sources: string[]
}

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
 * @throws Failure of `Generations.stream` before the first word; QuoteInstead; the signal's reason before the first word
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
    if (refusal === null) {
      const understoodAs = findings.isRewritten ? findings.question : null
      const head = { mode: 'generated' as const, coverage: null, reused: null, understoodAs, notices: findings.notices }
      input.tell({ type: 'head', head })
    }
    const warnings = warningsOf(prompt, { isCut: room.passages < findings.settings.contextTokens })
    try {
      return await writeAnswer(rooms, { input, findings, stages, sources, prompt, room, warnings })
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

type Writing = {
  input: GenerateInput
  findings: Awaited<ReturnType<typeof findPassages>>
  stages: Stages
  sources: readonly CitableSource[]
  prompt: Prompt
  room: PromptRoom
  warnings: GenerationWarning[]
}

async function writeAnswer(rooms: GenerateRooms, writing: Writing): Promise<GeneratedAnswer> {
  const { input, findings, stages, sources, prompt, warnings } = writing
  const citing = createCiting(sources, {
    files: input.attachments.map(({ text }) => text),
    onCitation: (index: number, citation: Citation) => input.tell({ type: 'citation-add', index, citation }),
  })
  const written = await stages.run('generate', () => receiveText(rooms, writing, citing.cite))
  const { text, choice } = written
  // A stopped answer is checked all the same: who stopped it keeps it.
  const { sentences, isCut, isForeign, notices } = await stages.run('check', () =>
    checkWritten(rooms, { text, citing, signal: undefined }),
  )
  const removed = citing.removed()
  if (removed > 0) {
    const reason = removed === 1 ? '1 mark led to no source and was' : `${removed} marks led to no source and were`
    warnings.push({ option: 'citations', reason: `${reason} taken out.` })
  }
  if (isCut) warnings.push({ option: 'check', reason: 'The answer is very long: only its first part was checked.' })
  if (isForeign) {
    const reason = 'The answer is in another language than its sources: only its numbers were checked.'
    warnings.push({ option: 'check', reason })
  }
  if (text.trim() === '') warnings.push({ option: 'answer', reason: 'The model wrote nothing.' })
  // By the ledger: with the calls of tries before, and of a stream that did not get to say.
  const { usage, nanoDollars, counted, callIds } = await rooms.spentOn()
  const generation: AnswerGeneration = {
    ...{ choice, usage, callIds, ended: written.ended },
    warnings: [...written.warnings, ...warnings],
    reasoning: written.reasoning === '' ? null : written.reasoning,
  }
  const answer: Answer = {
    ...{ answer: text, mode: 'generated', sentences, citations: [...citing.citations] },
    timings: stages.timings(),
    cost: {
      ...{ currency: 'USD', nanoDollars, estimated: counted },
      ...{ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens },
    },
    ...{ coverage: null, reused: null, understoodAs: findings.isRewritten ? findings.question : null },
    notices: [...new Set([...findings.notices, ...notices])],
    generation,
  }
  return { answer, sources: prompt.documentIds }
}

function warningsOf({ left }: Prompt, { isCut }: { isCut: boolean }): GenerationWarning[] {
  const first = left === 1 ? 'The first question' : `The first ${left} questions`
  const history = left === 0 ? [] : [{ option: 'history', reason: `${first} of this conversation found no room.` }]
  const passages = isCut
    ? [{ option: 'passages', reason: 'The model reads little at once: it got fewer passages.' }]
    : []
  return [...history, ...passages]
}
