import type { Answer, AnswerGeneration, Citation } from '../../../contract/answers.ts'
import type { GenerationWarning } from '../../../contract/language-models.ts'
import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import type { Stages } from '../stages/stages.ts'
import { checkWritten } from './check-written.ts'
import { createCiting } from './citing.ts'
import type { GenerateInput, GenerateRooms } from './generate-input.ts'
import type { CitableSource } from './prompt-sources.ts'
import { type Receiving, receiveText } from './receive-text.ts'

export type GeneratedAnswer = {
  answer: Answer
  /** Documents whose words the model was given. */
  sources: string[]
}

type Writing = {
  input: Pick<GenerateInput, 'attachments' | 'signal' | 'tell' | 'onText'>
  stages: Stages
  /** What the model was given to cite, and all documents whose words it was given. */
  sources: readonly CitableSource[]
  documentIds: string[]
  /** What could not be as it was asked for. */
  warnings: readonly GenerationWarning[]
  understoodAs: string | null
  notices: readonly RetrievalNotice[]
  open: Receiving['open']
}

/**
 * Makes an answer of what a model writes from sources: its marks become citations as they arrive, and its sentences are
 * held against what they cite. Throws as `receiveText` does.
 */
export async function writeFromSources(
  rooms: Pick<GenerateRooms, 'models' | 'telemetry' | 'spentOn'>,
  writing: Writing,
): Promise<GeneratedAnswer> {
  const { input, stages, sources, documentIds, understoodAs } = writing
  const warnings = [...writing.warnings]
  const citing = createCiting(sources, {
    files: input.attachments.map(({ text }) => text),
    onCitation: (index: number, citation: Citation) => input.tell({ type: 'citation-add', index, citation }),
  })
  const written = await stages.run('generate', () => receiveText(writing, citing.cite))
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
    ...{ coverage: null, reused: null, understoodAs },
    notices: [...new Set([...writing.notices, ...notices])],
    generation,
  }
  return { answer, sources: documentIds }
}
