/** A line of which no more is there than a mark that says what it will be: of a list, a heading, a fence, a rule, a table. */
const bareMark = /^\s*(?:[-*+_=#>|~`$\s]+|\d{1,9}[.)]?|[-*+]\s+\[[ xX]?\]?)\s*$/
const tableRow = /^\s*\|/
const delimiterRow = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*)*$/
const fence = /^\s*(?:`{3,}|~{3,})/

/**
 * The end of a text that is still being written, without what can't be shown yet as what it will be: marks that have
 * not been closed are closed or left out, the line of a table is left out until it is whole. What is left out is at the
 * end and comes with the next characters; nothing before it changes.
 *
 * @param source the last block of text, which more may be added to
 */
export function hideUnfinished(source: string): string {
  const cut = source.lastIndexOf('\n') + 1
  const whole = source.slice(0, cut)
  const last = source.slice(cut)
  if (isInFence(whole)) return fence.test(last) ? whole : source
  if (bareMark.test(last) || fence.test(last)) return withoutLoneHead(whole)
  if (tableRow.test(last) || isInTable(whole)) return withoutLoneHead(whole)
  const paragraph = paragraphStart(whole)
  return withoutLoneHead(whole.slice(0, paragraph)) + closeMarks(source.slice(paragraph))
}

function isInFence(lines: string): boolean {
  return lines.split('\n').filter((line) => fence.test(line)).length % 2 === 1
}

function isInTable(lines: string): boolean {
  const [before = '', last = ''] = lines.trimEnd().split('\n').slice(-2)
  if (/\n\s*\n$/.test(lines)) return false
  return tableRow.test(last) && (tableRow.test(before) || delimiterRow.test(last))
}

/** A head of a table stays away until the line below it makes it one. */
function withoutLoneHead(lines: string): string {
  const rows = lines.split('\n')
  // The text after the last line end is empty.
  const head = rows.length - 2
  const isLone = tableRow.test(rows[head] ?? '') && !tableRow.test(rows[head - 1] ?? '')
  return isLone
    ? rows
        .slice(0, head)
        .map((row) => `${row}\n`)
        .join('')
    : lines
}

function paragraphStart(lines: string): number {
  const empty = [...lines.matchAll(/\n[ \t]*\n/g)].at(-1)
  return empty === undefined ? 0 : empty.index + empty[0].length
}

type Open = { mark: string; at: number }

/** Runs of marks, escapes, code and the parts of links, in the order of the text. */
const token = /\\[\s\S]|`+|\*+|_+|~~|!?\[|\]\([^()\s]*\)|\]|\$+/g

/** Closes what is open at the end of a paragraph, or leaves the mark out where nothing follows it yet. */
function closeMarks(paragraph: string): string {
  const open = openMarks(paragraph)
  const away = open.find(({ mark }) => mark === '![' || mark === '$')
  const text = away === undefined ? paragraph : paragraph.slice(0, away.at)
  const marks = open.filter(({ at }) => at < text.length)
  return closeInside(text, marks)
}

function closeInside(paragraph: string, open: readonly Open[]): string {
  let text = paragraph
  const closing: string[] = []
  for (const { mark, at } of open.toReversed()) {
    const inside = text.slice(at + mark.length)
    if (mark === '[') {
      // A link is its text until its address is whole; a number may become a citation.
      const label = inside.replace(/\]?(?:\([^)]*)?$/, '')
      text = text.slice(0, at) + (/^[\d\s,^]*$/.test(label) ? '' : label)
    } else if (inside.trim() === '') text = text.slice(0, at)
    else closing.push(mark)
  }
  // Half of a closing mark is there: it is not shown as a star of its own.
  const bare = closing.length > 0 ? text.replace(/[*_~`]+$/, '') : text
  const end = bare.trimEnd()
  return closing.length === 0 ? text : end + closing.join('') + bare.slice(end.length)
}

function openMarks(paragraph: string): readonly Open[] {
  const open: Open[] = []
  for (const match of paragraph.matchAll(token)) {
    const [mark] = match
    const at = match.index
    const code = open.find((each) => each.mark.startsWith('`'))
    if (code !== undefined) {
      if (mark === code.mark) open.splice(open.indexOf(code))
      continue
    }
    if (mark.startsWith('\\')) continue
    if (mark.startsWith('`')) open.push({ mark, at })
    else if (mark.startsWith('$')) toggleFormula(open, { mark, at }, paragraph)
    else if (mark === '[' || mark === '![') open.push({ mark, at })
    else if (mark.startsWith(']')) closeBracket(open, mark, paragraph.slice(at))
    else toggleEmphasis(open, { mark, at }, paragraph)
  }
  return open
}

function toggleFormula(open: Open[], { mark, at }: Open, text: string): void {
  const before = open.findIndex((each) => each.mark === '$')
  if (before !== -1) open.splice(before)
  // A sum of money is no formula, and a formula that does not end soon is none either.
  else if (/^\$+[^\s\d$]/.test(text.slice(at)) && text.length - at < 300) open.push({ mark: '$', at })
  else if (mark.length > 1 && text.length - at < 300) open.push({ mark: '$', at })
}

function closeBracket(open: Open[], mark: string, rest: string): void {
  const last = open.findLastIndex((each) => each.mark === '[' || each.mark === '![')
  if (last === -1) return
  const isWhole = mark !== ']' || !/^\](?:\([^)]*)?$/.test(rest)
  if (isWhole) open.splice(last, 1)
}

function toggleEmphasis(open: Open[], { mark, at }: Open, text: string): void {
  const same = open.findLastIndex((each) => each.mark === mark)
  const after = text.charAt(at + mark.length)
  const before = text.charAt(at - 1)
  if (same !== -1 && !/\s/.test(before)) open.splice(same)
  else if (after !== '' && /\s/.test(after)) return
  else if (mark.startsWith('_') && /[\p{L}\p{N}]/u.test(before)) return
  else if (mark.length <= 3) open.push({ mark, at })
}
