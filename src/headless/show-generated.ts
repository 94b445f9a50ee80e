import type { Answer, AnswerGeneration } from '../contract/answers.ts'
import type { AnswerEvent } from '../contract/chat.ts'
import { answerWarningOptions, type GenerationWarning } from '../contract/language-models.ts'
import { describePlace, indent, linkTo } from './format.ts'
import { formatDollars } from './format-dollars.ts'
import { type Terminal, toPlainText } from './terminal.ts'

/** Shows what a model writes as it comes. */
export function followWriting(terminal: Terminal): { show(event: AnswerEvent): void; end(): void } {
  let hasText = false
  return {
    show(event) {
      if (event.type === 'model-start' && event.choice.tried.length > 0) {
        terminal.say(`${event.choice.model} answers, since others could not. ${describeTried(event)}`)
      }
      if (event.type !== 'text-delta') return
      hasText = true
      terminal.write(event.text)
    },
    end() {
      if (hasText) terminal.print('')
    },
  }
}

/** What stands below an answer that a model has written: its sources, what is in doubt, the model and the bill. */
export function showBelow(answer: Answer, generation: AnswerGeneration, terminal: Terminal): void {
  if (answer.citations.length > 0) terminal.print('')
  for (const [index, citation] of answer.citations.entries()) {
    terminal.print(`  [${index + 1}] ${describePlace(citation)}`)
    terminal.print(`      ${toPlainText(linkTo(citation))}`)
  }
  const doubtful = answer.sentences.filter(({ support }) => support === 'unsupported')
  if (doubtful.length > 0) terminal.print('\nNot found in its sources:')
  for (const { text } of doubtful) terminal.print(`? ${indent(text, 2)}`)
  terminal.print(`\n${describeBill(answer, generation)}`)
  const ending = endings[generation.ended]
  if (ending !== null) terminal.say(ending)
  for (const warning of generation.warnings) terminal.say(describeWarning(warning))
}

const endings: Record<AnswerGeneration['ended'], string | null> = {
  stop: null,
  length: 'It stops here because its output limit was reached; --max-output-tokens raises it.',
  stopped: 'It was stopped here.',
  budget: 'It stops here because a budget has no more left.',
  broken: 'It breaks off here: the connection to the model was lost.',
  'content-filter': 'The provider’s filter ended it here.',
}

/** Options as a person knows them. */
const optionNames: Readonly<Record<string, string>> = {
  maximumOutputTokens: 'Output limit (--max-output-tokens)',
  temperature: 'Temperature (--temperature)',
  reasoning: 'Thinking',
  images: 'Pictures',
}

/** A sentence: of an option that the model has not, or has otherwise, with its name. */
function describeWarning({ option, reason }: GenerationWarning): string {
  if (answerWarningOptions.has(option)) return reason
  return `${optionNames[option] ?? option}: ${reason}${/[.!?]$/u.test(reason) ? '' : '.'}`
}

/** `NAME/MODEL, 1,234 in, 210 out, $0.0012`. */
function describeBill({ cost }: Answer, { choice }: AnswerGeneration): string {
  const tokens = `${cost.inputTokens.toLocaleString('en')} in, ${cost.outputTokens.toLocaleString('en')} out`
  const price = cost.nanoDollars === 0 ? 'no cost' : formatDollars(cost.nanoDollars)
  return `${choice.model}, ${tokens}, ${price}${cost.estimated ? ' (counted here)' : ''}`
}

/** `NAME/MODEL: why; OTHER: why`. */
export function describeTried({ choice }: Pick<AnswerGeneration, 'choice'>): string {
  return choice.tried.map(({ model, reason }) => `${model}: ${reason}`).join('; ')
}
