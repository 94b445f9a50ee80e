import type { AnswerGeneration } from '../../../contract/answers.ts'
import { extractiveModel, type GenerationWarning, type ModelChoice } from '../../../contract/language-models.ts'
import { createMarkRewriter } from '../../../domain/cited-answer/citation-marks.ts'
import type { GenerationPart } from '../../usage/generation.ts'
import type { GenerateInput } from './generate-input.ts'

/** A model that goes on longer has lost its way. */
const mostCharacters = 1_000_000

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

/** What a model has written, and how that ended. */
export type Received = {
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

/** Who reads what comes, and where it comes from. */
export type Receiving = {
  input: Pick<GenerateInput, 'signal' | 'tell' | 'onText'>
  /** Documents that the model was given. */
  documentIds: readonly string[]
  open: (signal: AbortSignal) => AsyncIterable<GenerationPart>
}

/**
 * Takes what the model sends, until it ends or is ended, and tells of it; its marks become citations on the way.
 *
 * @throws Failure of `Generations.stream`, QuoteInstead; the signal's reason before the first word
 */
export async function receiveText(
  { input, documentIds, open }: Receiving,
  cite: (numbers: readonly number[], claim: string) => number[],
): Promise<Received> {
  const { tell } = input
  const enough = new AbortController()
  const rewriter = createMarkRewriter(cite)
  let choice: ModelChoice | null = null
  let text = ''
  let reasoning = ''
  let finish: Finish | null = null
  const add = (more: string) => {
    const piece = more.slice(0, mostCharacters - text.length)
    if (piece === '') return
    text += piece
    tell({ type: 'text-delta', text: piece })
    input.onText(text, documentIds)
    if (text.length === mostCharacters) enough.abort(new EnoughText('the answer does not end'))
  }
  try {
    for await (const part of open(AbortSignal.any([input.signal, enough.signal]))) {
      if (part.type === 'model-start') {
        choice = part.choice
        if (choice.model === extractiveModel) continue
        tell(part)
      } else if (part.type === 'finish') finish = part
      else if (choice?.model === extractiveModel) continue
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
  if (finish.choice.model === extractiveModel) throw new QuoteInstead(finish.choice)
  add(rewriter.end())
  const ended = endings[finish.reason] ?? 'stop'
  return { text, reasoning, choice: finish.choice, ended, warnings: finish.warnings }
}
