import type { Span } from '../contract/common.ts'

const name = String.raw`[\p{L}][\p{L}\p{N}.'’_-]*(?: [\p{L}\p{N}(][\p{L}\p{N}.'’_()-]*){0,3}`
const clock = String.raw`\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,3})?(?: ?[ap]\.?m\.?)?`
const date = String.raw`\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}`
const time = String.raw`\[?(?:${date},?[ T])?${clock}\]?`

/**
 * How transcripts mark who speaks: `Name: words`, `[10:15] Name: words`, `31/12/20, 10:15 - Name: words`,
 * `Name (10:15): words`, `**Name:** words`, or a line with `Name 10:15` alone above the words.
 */
const turnMark = new RegExp(
  String.raw`^[^\S\n]*(?:${time}[^\S\n]*[-–—]?[^\S\n]*)?(?:[*_]{0,2}(${name})(?: ?[(\[]${clock}[)\]])?[*_]{0,2}:[*_]{0,2}(?=\s)|(${name})[^\S\n]+\[?${clock}\]?[^\S\n]*$)`,
  'gimu',
)

/** Where subtitles say when the next words are spoken. */
const cueMark = /^(?:\d+\n)?(?:\d{1,2}:)?\d{2}:\d{2}[.,]\d{3} --> .*$/gm

const fewestTurns = 6
const fewestTurnsASpeaker = 2
const longestTurn = 2_500

/**
 * The turns of a conversation, one after another from the first mark to the end of the text; what stands before the first
 * mark is a part of its own. Null when the text is none: too few marks, names that hardly come again (as the terms of a
 * glossary), or so much text between marks that they can't be who speaks.
 */
export function findTurns(text: string): Span[] | null {
  const cues = [...text.matchAll(cueMark)].map(({ index }) => index)
  if (cues.length >= fewestTurns) return cutAt(text, cues)
  const speakers = new Set<string>()
  const starts: number[] = []
  for (const match of text.matchAll(turnMark)) {
    starts.push(match.index)
    speakers.add((match[1] ?? match[2] ?? '').toLowerCase())
  }
  if (starts.length < Math.max(fewestTurns, speakers.size * fewestTurnsASpeaker) || speakers.size < 2) return null
  return text.length / starts.length > longestTurn ? null : cutAt(text, starts)
}

function cutAt(text: string, starts: readonly number[]): Span[] {
  const bounds = starts[0] === 0 ? starts : [0, ...starts]
  return bounds.map((start, index) => ({ start, end: bounds[index + 1] ?? text.length }))
}
