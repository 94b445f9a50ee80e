import { splitSentences } from '../sentences.ts'

/** A sentence of an answer as it is read, without Markdown, and the numbers of the citations behind it. */
export type Claim = { text: string; numbers: number[] }

/** A line that begins something of its own: an item of a list. */
const item = /^\s*(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/u
const quoted = /^(?:\s{0,3}>\s?)+/u
const heading = /^\s{0,3}#{1,6}(?:\s|$)/u
const rule = /^\s*(?:[-*_=]\s*){3,}$/u
/** Of lines without the white space around them; the bars at the ends of a row may be left out. */
const tableRow = /^\|.*\|$/u
const tableRule = /^(?=.*\|)\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/u
/** What a mark such as `[^1]` stands for, or where a link leads. */
const definition = /^\s{0,3}\[\^?[^\]\n]{1,60}\]:\s/u
const mark = /(?:(?<!\s)\s+)?\[(\d{1,3})\]/gu
const onlyMarks = /^(?:\s*\[\d{1,3}\])+\s*$/u

/**
 * The sentences of an answer in Markdown: of its paragraphs and list items, and each row of a table as one. Headings, code
 * and formulas claim nothing of the documents.
 */
export function readClaims(markdown: string): Claim[] {
  return readBlocks(markdown.split('\n')).flatMap(readBlock)
}

type Block = { text: string; isWhole: boolean }

function readBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let open: string[] = []
  let fence: string | null = null
  let isTable = false
  const close = () => {
    if (open.length > 0) blocks.push({ text: open.join(' '), isWhole: false })
    open = []
  }
  for (const [at, raw] of lines.entries()) {
    const line = raw.replace(quoted, '')
    const bare = line.trim()
    isTable = isTable && bare.includes('|')
    if (fence !== null) {
      if (bare.startsWith(fence) || bare.endsWith(fence)) fence = null
      continue
    }
    const opened = /^(?:`{3,}|~{3,}|\$\$|\\\[)/u.exec(bare)?.[0]
    if (opened !== undefined) {
      close()
      const end = opened === '\\[' ? '\\]' : opened
      if (!(bare.length > opened.length && bare.slice(opened.length).endsWith(end))) fence = end
    } else if (tableRule.test(bare)) {
      close()
      isTable = true
    } else if (bare === '' || heading.test(line) || rule.test(line) || definition.test(line)) close()
    else if (isTable || tableRow.test(bare) || isHead(bare, lines[at + 1])) {
      close()
      if (!isHead(bare, lines[at + 1])) blocks.push({ text: readRow(bare), isWhole: true })
    } else {
      if (item.test(line)) close()
      open.push(line.replace(item, '').trim())
    }
  }
  close()
  return blocks
}

/** Whether a line names the columns of a table: the next one is a row of dashes. */
function isHead(bare: string, next: string | undefined): boolean {
  return bare.includes('|') && next !== undefined && tableRule.test(next.replace(quoted, '').trim())
}

/** A cell that holds nothing but citations is of the whole row. */
function readRow(bare: string): string {
  const cells = bare
    .replace(/^\||(?<!\\)\|$/gu, '')
    .split(/(?<!\\)\|/u)
    .map((cell) => cell.trim())
  const said = cells.filter((cell) => cell !== '' && !onlyMarks.test(cell))
  return [said.join(', '), ...cells.filter((cell) => onlyMarks.test(cell))].join(' ')
}

/** A mark behind a full stop belongs to the sentence that ended there. */
function readBlock({ text, isWhole }: Block): Claim[] {
  const marks: { at: number; number: number }[] = []
  let plain = ''
  let from = 0
  const bare = withoutSigns(text)
  for (const found of bare.matchAll(mark)) {
    plain += bare.slice(from, found.index)
    from = found.index + found[0].length
    marks.push({ at: plain.length, number: Number(found[1]) })
  }
  plain += bare.slice(from)
  const spans = isWhole ? [{ start: 0, end: plain.length }] : splitSentences(plain, 0)
  return spans.flatMap(({ start, end }, place) => {
    const next = spans[place + 1]?.start ?? Number.POSITIVE_INFINITY
    const own = marks.filter(({ at }) => (at > start || place === 0) && at <= next)
    const sentence = plain.slice(start, end).trim()
    return sentence === '' ? [] : [{ text: sentence, numbers: [...new Set(own.map(({ number }) => number))] }]
  })
}

/** Text as it is read, in time that grows with its length alone whatever it holds: links by their words, without signs of emphasis, code and HTML. */
function withoutSigns(text: string): string {
  return text
    .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/gu, '$1')
    .replace(/<\/?[a-zA-Z][^<>]{0,200}>/gu, '')
    .replace(/(\*\*|__|~~|`+)(?=\S)(.{1,500}?)(?<=\S)\1/gu, '$2')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_]{1,500}?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/gu, '$1')
}
