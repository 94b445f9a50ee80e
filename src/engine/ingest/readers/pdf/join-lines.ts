import type { Line, LinePiece } from './lines.ts'
import type { Paragraph } from './paragraphs.ts'

export type JoinedText = { text: string; pieces: LinePiece[] }

/** Words of the whole document, in lower case: they tell whether a hyphen at a line's end belongs to the word. */
export type Vocabulary = ReadonlySet<string>

const word = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu

export function collectVocabulary(lines: Iterable<Line>): Vocabulary {
  const words = new Set<string>()
  for (const line of lines) {
    for (const [found] of line.text.matchAll(word)) words.add(found.toLowerCase())
  }
  return words
}

/** The text of a paragraph, its lines joined as they were before they were broken, with the place of every piece. */
export function joinLines(paragraph: Paragraph, vocabulary: Vocabulary): JoinedText {
  const joined: JoinedText = { text: '', pieces: [] }
  for (const [index, line] of paragraph.lines.entries()) {
    if (index > 0) closeLine(joined, line.text, { tabular: paragraph.tabular, vocabulary })
    const offset = joined.text.length
    joined.text += line.text
    for (const { start, end, box } of line.pieces) {
      joined.pieces.push({ start: offset + start, end: Math.min(offset + end, joined.text.length), box })
    }
  }
  joined.text = joined.text.replace(/[\u00ad\s]+$/, '')
  return {
    text: joined.text,
    pieces: joined.pieces.filter(({ start, end }) => start < Math.min(end, joined.text.length)),
  }
}

function closeLine(joined: JoinedText, next: string, how: { tabular: boolean; vocabulary: Vocabulary }): void {
  if (how.tabular) {
    joined.text += '\n'
  } else if (breaksWord(joined.text, next, how.vocabulary)) {
    joined.text = joined.text.slice(0, -1)
    const last = joined.pieces.at(-1)
    if (last !== undefined) last.end = Math.min(last.end, joined.text.length)
  } else if (!/[-\u2010]$/.test(joined.text) || !/^[\p{L}\p{N}]/u.test(next)) {
    if (!(/[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]$/.test(joined.text) && /^[\u3000-\u9fff\uff00-\uffef]/.test(next)))
      joined.text += ' '
  }
}

/** Whether the hyphen at the end was put there by breaking the line. */
function breaksWord(text: string, next: string, vocabulary: Vocabulary): boolean {
  if (text.endsWith('\u00ad')) return true
  const before = /(\p{L}+)[-\u2010]$/u.exec(text.slice(-60))?.[1]
  const after = /^\p{Ll}+/u.exec(next)?.[0]
  if (before === undefined || after === undefined) return false
  const whole = `${before}${after}`.toLowerCase()
  return vocabulary.has(whole) || !vocabulary.has(`${before}-${after}`.toLowerCase())
}
