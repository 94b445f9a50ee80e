import type { Answer, AnswerEvent, AnswerGeneration, Citation } from '../../../contract/chat.ts'
import type {
  GenerationOptions,
  GenerationWarning,
  ModelChoice,
  ModelPolicy,
} from '../../../contract/language-models.ts'
import type { TokenUsage } from '../../../contract/money.ts'
import { createMarkRewriter } from '../../../domain/cited-answer/citation-marks.ts'
import { isFailure } from '../../../domain/failure.ts'
import type { AttachedContent } from '../../store/repositories/chat-attachments.ts'
import type { GenerationPart, Generations } from '../../usage/generation.ts'
import type { CallContext } from '../../usage/spending.ts'
import { buildContext } from '../build-context.ts'
import { findPassages } from '../find-passages.ts'
import type { AnswerInput, RetrievalRooms } from '../requests.ts'
import { createStages, type Stages } from '../stages/stages.ts'
import { checkWritten } from './check-written.ts'
import { createCiting } from './citing.ts'
import type { PastExchange } from './fit-history.ts'
import { type CitableSource, toCitable } from './prompt-sources.ts'
import { type PromptRoom, shrinkRoom } from './room-for-prompt.ts'
import { type Prompt, writePrompt } from './write-prompt.ts'

/** What calls of a model cost, as the ledger has it. */
export type Spent = { usage: TokenUsage; nanoDollars: number; counted: boolean; callIds: string[] }

export type GenerateRooms = RetrievalRooms & {
  generations: Pick<Generations, 'stream'>
  /** Of all calls that were made for this answer so far. */
  spentOn: () => Promise<Spent>
}

export type GenerateInput = AnswerInput & {
  policy: ModelPolicy
  options: GenerationOptions
  past: readonly PastExchange[]
  attachments: readonly AttachedContent[]
  context: CallContext
  /** Something in it may not leave this machine. */
  localOnly: boolean
  signal: AbortSignal
  /** Told what is there already, in this order: `answer-start`'s head, choices, pieces of text, citations. */
  tell: (event: GenerateEvent) => void
  /** Told all of the text that has arrived, and the documents that the model was given. */
  onText: (text: string, sources: readonly string[]) => void
}

export type GenerateEvent =
  | { type: 'head'; head: Pick<Answer, 'mode' | 'coverage' | 'reused' | 'understoodAs' | 'notices'> }
  | Extract<AnswerEvent, { type: 'model-start' | 'reasoning-delta' | 'text-delta' | 'citation-add' }>

export type GeneratedAnswer = {
  answer: Answer
  /** Documents whose words the model was given. */
  sources: string[]
}

/** What of the conversation is told again at most, in tokens as roughly counted here. */
export const mostHistory = 8_000
/** A model that goes on longer has lost its way. */
const mostCharacters = 1_000_000
const mostTries = 4

/** The chain of models came to the one that only quotes. */
export class QuoteInstead extends Error {
  readonly choice: ModelChoice
  constructor(choice: ModelChoice) {
    super('no model could answer')
    this.choice = choice
  }
}

/** Ends a stream from this side, with what has arrived kept. */
class EnoughText extends Error {}

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
  let told = false
  for (let attempt = 1; ; attempt++) {
    const settings = { ...findings.settings, contextTokens: room.passages }
    const { pieces } = await buildContext(rooms, findings, { stages, signal, settings })
    const sources = toCitable(pieces)
    if (sources.length === 0 && input.past.length === 0 && input.attachments.length === 0) return null
    const { question, attachments, past } = input
    const prompt = writePrompt({ question, sources, attachments, past }, { room, withImages })
    if (!told) {
      const understoodAs = findings.isRewritten ? findings.question : null
      const head = { mode: 'generated' as const, coverage: null, reused: null, understoodAs, notices: findings.notices }
      input.tell({ type: 'head', head })
      told = true
    }
    const warnings = warningsOf(prompt, { isCut: room.passages < findings.settings.contextTokens })
    try {
      return await writeAnswer(rooms, { input, findings, stages, sources, prompt, room, warnings })
    } catch (error) {
      if (attempt === mostTries || !isFailure(error)) throw error
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
  const written = await stages.run('generate', () => receive(rooms, writing, citing.cite))
  const { text, choice } = written
  // A stopped answer is checked all the same: who stopped it keeps it.
  const { sentences, isCut, notices } = await stages.run('check', () =>
    checkWritten(rooms, { text, citing, signal: undefined }),
  )
  if (citing.removed() > 0) {
    warnings.push({ option: 'citations', reason: `${citing.removed()} marks led to no source and were taken out.` })
  }
  if (isCut) warnings.push({ option: 'check', reason: 'The answer is very long: only its first part was checked.' })
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

type Received = {
  text: string
  reasoning: string
  choice: ModelChoice
  ended: AnswerGeneration['ended']
  warnings: readonly GenerationWarning[]
}

type Finish = Extract<GenerationPart, { type: 'finish' }>

const endings: Partial<Record<Finish['reason'], AnswerGeneration['ended']>> = {
  length: 'length',
  budget: 'budget',
  broken: 'broken',
  'content-filter': 'content-filter',
}

/** Takes what the model sends, until it ends or is ended. */
async function receive(
  rooms: GenerateRooms,
  { input, prompt, room }: Writing,
  cite: (numbers: readonly number[], claim: string) => number[],
): Promise<Received> {
  const { policy, options, context, question, localOnly, tell } = input
  const enough = new AbortController()
  const rewriter = createMarkRewriter(cite)
  const { maximumOutputTokens = room.outputTokens ?? undefined, ...others } = options
  let choice: ModelChoice | null = null
  let text = ''
  let reasoning = ''
  let finish: Finish | null = null
  const add = (more: string) => {
    const piece = more.slice(0, mostCharacters - text.length)
    if (piece === '') return
    text += piece
    tell({ type: 'text-delta', text: piece })
    input.onText(text, prompt.documentIds)
    if (text.length === mostCharacters) enough.abort(new EnoughText('the answer does not end'))
  }
  try {
    const parts = rooms.generations.stream({
      ...{ policy, context, question, localOnly, ...others },
      maximumOutputTokens: room.outputTokens ?? maximumOutputTokens,
      messages: prompt.messages,
      cacheUpTo: prompt.cacheUpTo,
      signal: AbortSignal.any([input.signal, enough.signal]),
    })
    for await (const part of parts) {
      if (part.type === 'model-start') {
        choice = part.choice
        if (choice.model === 'extractive') continue
        tell(part)
      } else if (part.type === 'finish') finish = part
      else if (choice?.model === 'extractive') continue
      else if (part.type === 'text-delta') add(rewriter.push(part.text))
      else if (part.type === 'reasoning-delta' && reasoning.length < mostCharacters) {
        reasoning += part.text
        tell({ type: 'reasoning-delta', text: part.text })
      }
    }
  } catch (error) {
    const isEnded = input.signal.aborted || enough.signal.aborted
    const hasBegun = choice !== null && (text !== '' || reasoning !== '')
    if (!isEnded || !hasBegun || choice === null) throw error
    add(rewriter.end())
    const ended = enough.signal.aborted ? 'length' : 'stopped'
    return { text, reasoning, choice, ended, warnings: [] }
  }
  if (finish === null) throw new Error('a stream ended without its last part')
  if (finish.choice.model === 'extractive') throw new QuoteInstead(finish.choice)
  add(rewriter.end())
  const ended = endings[finish.reason] ?? 'stop'
  return { text, reasoning, choice: finish.choice, ended, warnings: finish.warnings }
}

function warningsOf({ left }: Prompt, { isCut }: { isCut: boolean }): GenerationWarning[] {
  const history =
    left === 0 ? [] : [{ option: 'history', reason: `The first ${left} questions of this conversation found no room.` }]
  const passages = isCut
    ? [{ option: 'passages', reason: 'The model reads little at once: it got fewer passages.' }]
    : []
  return [...history, ...passages]
}
