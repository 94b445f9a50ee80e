import type { Block } from '../contract/document.ts'
import type { Passage } from '../contract/search.ts'
import { chooseQuotes } from './extractive-answer.ts'
import { detectLanguage } from './language/detect-language.ts'
import type { PassagePrompt, PromptSource } from './passage-prompt.ts'
import { parseQuery } from './query-terms.ts'
import { splitIntoUnits } from './quote-units.ts'
import { tellingWeight, termsWithin } from './term-coverage.ts'

/** Words that stand in a source, exactly, and the source; null for a file, which is not cited. */
export type SourceQuote = { text: string; source: number | null }

/** Quotes of one answer. */
const mostQuotes = 4
/** Where words of a heading end, in a label such as `report.pdf, page 3, Results > Costs`. */
const labelParts = /\s*(?:,|>)\s+/u
const listItem = /^\s*(?:[-*•–]|\d{1,3}[.)])\s+/u
/** A line of its own that is shorter, and ends like no sentence, is a heading. */
const longestHeading = 100

/**
 * The sentences of the sources that answer a question best, in the order in which they are best read: the best first, those
 * of one source together in its order. None where no source holds enough of the question. Sources that stand first count
 * as the better ones, as they do for whoever put them there.
 */
export function quoteSources({ sources, question }: PassagePrompt): SourceQuote[] {
  // Of most texts first; a question has no other languages than those that may answer it, and English.
  const spoken = Map.groupBy(sources, ({ text }) => detectLanguage(text))
  const languages = [...spoken].sort(([, one], [, other]) => other.length - one.length).map(([language]) => language)
  const terms = parseQuery(question, languages.length > 0 ? languages : undefined).map(({ stems }) => ({ stems }))
  const held = sources.map(({ text, label }) => termsWithin(`${label}\n${text}`, terms))
  const weighted = terms.map((term, place) => {
    const holders = held.filter((found) => found.has(place)).length
    return { ...term, weight: tellingWeight(holders, sources.length) }
  })
  const passages = sources.map((source, place) => {
    const passage = toPassage(source, place)
    return { passage, units: splitIntoUnits(passage, findBlocks(source.text)) }
  })
  const quotes = chooseQuotes({ question, terms: weighted, passages, count: mostQuotes })
  const order = [...new Set(quotes.map(({ passage }) => passage.chunkId))]
  return order.flatMap((chunkId) =>
    quotes
      .filter(({ passage }) => passage.chunkId === chunkId)
      .flatMap(({ units }) => units)
      .sort((one, other) => one.start - other.start)
      .map(({ text }) => ({ text, source: sources[chunkId]?.number ?? null })),
  )
}

/** What choosing quotes wants to know of a passage, as far as a prompt says it. */
function toPassage({ label, text }: PromptSource, place: number): Passage {
  const [document = '', ...below] = label.split(labelParts)
  return {
    chunkId: place,
    text,
    start: 0,
    end: text.length,
    document,
    title: document,
    headingPath: below.filter((part) => !/^page \d+$/iu.test(part)),
    score: 1 / (place + 1),
    documentId: `${place}`,
    libraryId: '',
    uri: '',
    type: 'text',
    page: null,
    line: null,
    ranks: { keyword: place + 1, dense: null, reranked: null },
  }
}

/** Paragraphs, and the items of lists and headings among them; the layout of a prompt keeps no more of a document. */
function findBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let paragraph: Block | null = null
  for (const { start, end, line } of linesOf(text)) {
    if (line.trim() === '') paragraph = null
    else if (listItem.test(line)) {
      paragraph = { kind: 'list-item', start, end, level: 1, page: null }
      blocks.push(paragraph)
    } else if (paragraph === null) {
      paragraph = { kind: 'paragraph', start, end, level: null, page: null }
      blocks.push(paragraph)
    } else paragraph.end = end
  }
  return blocks.map((block, place) => {
    const own = text.slice(block.start, block.end)
    const isHeading =
      block.kind === 'paragraph' &&
      place < blocks.length - 1 &&
      own.length <= longestHeading &&
      !/[\n.!?:;。!?]/u.test(own.trim())
    return isHeading ? { ...block, kind: 'heading', level: 1 } : block
  })
}

function linesOf(text: string): { start: number; end: number; line: string }[] {
  let start = 0
  return text.split('\n').map((line) => {
    const at = start
    start += line.length + 1
    return { start: at, end: at + line.length, line }
  })
}
