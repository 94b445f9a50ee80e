import type { GenerationWarning } from '../../contract/language-models.ts'
import type { SettledEntry } from '../store/repositories/spending.ts'

/** What whoever reads an answer is told of the budgets that it brought to their marks. */
export function budgetWarnings({ warned, stopped }: SettledEntry): GenerationWarning[] {
  return [
    ...warned.map(({ scope }) => tell(`With this answer, 80 % of the budget (${scope}) is used.`)),
    ...stopped.map(({ scope }) => tell(`With this answer, the budget (${scope}) is used up.`)),
  ]
}

const tell = (reason: string): GenerationWarning => ({ option: 'budget', reason })
