import { foldWord } from './words.ts'

/** The form in which two askings are the same question: without case, accents, doubled spaces and the sign at the end. */
export function normaliseQuestion(question: string): string {
  return foldWord(question.normalize('NFKC'))
    .replace(/[‘’‚]/gu, "'")
    .replace(/[“”„«»]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\s.?!؟？。…]+$/u, '')
}
