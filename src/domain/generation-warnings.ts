import type { GenerationWarning } from '../contract/language-models.ts'

const ofAnswer: ReadonlySet<string> = new Set(['answer', 'budget', 'check', 'citations', 'history', 'passages'])

/** Whether a warning is about the answer itself: its reason is a whole sentence then, and its option needs no mention. */
export function isAboutAnswer({ option }: Pick<GenerationWarning, 'option'>): boolean {
  return ofAnswer.has(option)
}
