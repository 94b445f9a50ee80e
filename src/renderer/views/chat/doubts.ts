import type { Doubt } from '../../../contract/answers.ts'

/** A stretch of a sentence; `doubt` is its place among the sentence's doubts, null for words that are in none. */
export type SentencePart = { text: string; doubt: number | null }

/**
 * Cuts a sentence at the words that are in doubt, in the order of the text. Words that stand in two doubts belong to the
 * first that begins there; a doubt whose words are not in the sentence marks nothing.
 */
export function splitAtDoubts(text: string, doubts: readonly Doubt[]): readonly SentencePart[] {
  const found = doubts
    .flatMap((doubt, index) => {
      const start = doubt.text === '' ? -1 : text.indexOf(doubt.text)
      return start < 0 ? [] : [{ start, end: start + doubt.text.length, index }]
    })
    .toSorted((one, other) => one.start - other.start || other.end - one.end)
  const parts: SentencePart[] = []
  let done = 0
  for (const { start, end, index } of found) {
    if (start < done) continue
    if (start > done) parts.push({ text: text.slice(done, start), doubt: null })
    parts.push({ text: text.slice(start, end), doubt: index })
    done = end
  }
  if (done < text.length || parts.length === 0) parts.push({ text: text.slice(done), doubt: null })
  return parts
}
