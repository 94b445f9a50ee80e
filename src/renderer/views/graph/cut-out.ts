import type { Span } from '../../../contract/common.ts'

/** Characters of a sentence on either side of what it names: some are as long as a page. */
const around = 160

export type Piece = { text: string; isNamed: boolean; start: number }

/** A sentence in pieces, of which some are names; of a very long one, what stands around the names. */
export function cutOut(text: string, named: readonly Span[]): readonly Piece[] {
  const first = Math.max(0, (named[0]?.start ?? 0) - around)
  const last = Math.min(text.length, (named.at(-1)?.end ?? 0) + around)
  const pieces: Piece[] = []
  const add = (start: number, end: number, isNamed: boolean) => {
    if (start < end) pieces.push({ text: text.slice(start, end), isNamed, start })
  }
  let from = first
  for (const { start, end } of named) {
    add(from, start, false)
    add(Math.max(from, start), end, true)
    from = Math.max(from, end)
  }
  add(from, last, false)
  const [head, tail] = [pieces[0], pieces.at(-1)]
  if (first > 0 && head !== undefined) pieces[0] = { ...head, text: `… ${head.text}` }
  if (last < text.length && tail !== undefined) {
    pieces[pieces.length - 1] = { ...(pieces.at(-1) ?? tail), text: `${pieces.at(-1)?.text ?? ''} …` }
  }
  return pieces
}
