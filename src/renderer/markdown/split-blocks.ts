/**
 * A stretch of Markdown that is drawn by itself. `raw` is its characters, line ends included: the blocks of a text, one after
 * another, are the text. `isWhole` is false only for a last one that more may still be added to.
 */
export type MarkdownBlock = { start: number; raw: string; isWhole: boolean } & (
  | { kind: 'text' }
  | { kind: 'code'; language: string; code: string }
  | { kind: 'maths'; formula: string }
)

type Line = { start: number; text: string; isWhole: boolean }
type Fence = { mark: string; length: number; indent: number; language: string }

const fencePattern = /^( {0,3})(`{3,}|~{3,})[ \t]*([^\s`]*)([^`]*)$/
const tildeFencePattern = /^( {0,3})(~{3,})[ \t]*(\S*)(.*)$/
const listMark = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/
const mathsMarks = [
  { open: '$$', close: '$$' },
  { open: '\\[', close: '\\]' },
] as const

/**
 * Cuts Markdown where what stands before can no longer be changed by what follows, so that a text that grows is parsed only
 * from its last cut on. It cuts before a line that begins at the margin after an empty one (unless it goes on a list), and
 * around fenced code and displayed formulas, which are not parsed any further.
 *
 * @param before blocks of a text that `text` begins with; all but the last are taken as they are
 */
export function splitBlocks(text: string, before: readonly MarkdownBlock[] = []): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = before.slice(0, -1)
  const source: Source = { text, lines: linesOf(text, before.at(-1)?.start ?? 0) }
  let at = 0
  while (at < source.lines.length) {
    const taken = takeCode(source, at) ?? takeMaths(source, at) ?? takeText(source, at)
    blocks.push(taken.block)
    at = taken.next
  }
  return blocks
}

/** A text with its lines from some place on. */
type Source = { text: string; lines: readonly Line[] }
type Taken = { block: MarkdownBlock; next: number }

function takeCode(source: Source, at: number): Taken | null {
  const { lines } = source
  const first = lines[at]
  const fence = first === undefined ? null : readFence(first)
  if (first === undefined || fence === null) return null
  let end = at + 1
  while (end < lines.length && !closes(fence, lines[end])) end += 1
  const isClosed = end < lines.length
  const strip = new RegExp(`^ {0,${fence.indent}}`)
  const code = lines
    .slice(at + 1, end)
    // A line that may become the closing fence is not shown as code first.
    .filter((line) => line.isWhole || !mayClose(fence, line))
    .map((line) => line.text.replace(strip, ''))
    .join('\n')
  const next = isClosed ? end + 1 : end
  return {
    block: { ...rawOf(source, at, next), kind: 'code', language: fence.language, code, isWhole: isClosed },
    next,
  }
}

function readFence({ text, isWhole }: Line): Fence | null {
  if (!isWhole) return null
  const match = fencePattern.exec(text) ?? tildeFencePattern.exec(text)
  if (match === null) return null
  const [, indent = '', marks = '', language = ''] = match
  return { mark: marks.charAt(0), length: marks.length, indent: indent.length, language: language.toLowerCase() }
}

function closes(fence: Fence, line: Line | undefined): boolean {
  if (line === undefined || !line.isWhole) return false
  return isFenceOf(fence, line.text, fence.length)
}

function mayClose(fence: Fence, line: Line): boolean {
  return line.text.trim() !== '' && isFenceOf(fence, line.text, 1)
}

function isFenceOf({ mark }: Fence, text: string, least: number): boolean {
  const marks = text.replace(/^ {0,3}/, '').trimEnd()
  return marks.length >= least && marks === mark.repeat(marks.length)
}

function takeMaths(source: Source, at: number): Taken | null {
  const { lines } = source
  const first = lines[at]
  const marks = mathsMarks.find(({ open }) => first?.text.trimStart().startsWith(open) === true)
  if (first === undefined || marks === undefined || /^\s{4}/.test(first.text)) return null
  const body: string[] = []
  for (let end = at; end < lines.length; end += 1) {
    const line = lines[end]
    const text = end === at ? first.text.trimStart().slice(marks.open.length) : (line?.text ?? '')
    // A formula has no empty line in it: what looked like one was text.
    if (line === undefined || (end > at && text.trim() === '')) return null
    const close = text.indexOf(marks.close)
    if (close === -1) {
      body.push(text)
      continue
    }
    if (text.slice(close + marks.close.length).trim() !== '') return null
    body.push(text.slice(0, close))
    return {
      block: { ...rawOf(source, at, end + 1), kind: 'maths', formula: body.join('\n').trim(), isWhole: line.isWhole },
      next: end + 1,
    }
  }
  const formula = body.join('\n').trim()
  return { block: { ...rawOf(source, at, lines.length), kind: 'maths', formula, isWhole: false }, next: lines.length }
}

function takeText(source: Source, at: number): Taken {
  const { lines } = source
  let end = at
  let isList = false
  let isAfterEmpty = false
  for (; end < lines.length; end += 1) {
    const line = lines[end]
    if (line === undefined) break
    const isEmpty = line.text.trim() === ''
    if (end > at && !isEmpty && beginsAnother(source, { at: end, isList, isAfterEmpty })) break
    isList ||= listMark.test(line.text)
    isAfterEmpty = isEmpty
  }
  return { block: { ...rawOf(source, at, end), kind: 'text', isWhole: end < lines.length }, next: end }
}

type Place = { at: number; isList: boolean; isAfterEmpty: boolean }

function beginsAnother(source: Source, { at, isList, isAfterEmpty }: Place): boolean {
  const line = source.lines[at]
  if (line === undefined) return false
  const atMargin = /^\S/.test(line.text)
  // Inside of a list, what is indented belongs to an item.
  if (isList && !atMargin) return false
  if (readFence(line) !== null) return true
  if (!isAfterEmpty || !atMargin) return false
  if (takeMaths(source, at) !== null) return true
  return isDecided(line) && !(isList && listMark.test(line.text))
}

/** Whether what is there of a line says already that it is no mark of a list, a fence, a rule. */
function isDecided({ text, isWhole }: Line): boolean {
  return isWhole || (/\p{L}/u.test(text) && !/^(?:`{3,}|~{3,})/.test(text))
}

function linesOf(text: string, from: number): readonly Line[] {
  const lines: Line[] = []
  let start = from
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    if (end === -1) {
      lines.push({ start, text: text.slice(start), isWhole: false })
      break
    }
    lines.push({ start, text: text.slice(start, end).replace(/\r$/, ''), isWhole: true })
    start = end + 1
  }
  return lines
}

function rawOf({ text, lines }: Source, at: number, end: number): { start: number; raw: string } {
  const start = lines[at]?.start ?? 0
  return { start, raw: text.slice(start, lines[end]?.start) }
}
