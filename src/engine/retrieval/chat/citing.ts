import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Citation } from '../../../contract/answers.ts'
import type { QuoteUnit } from '../../../domain/quote-units.ts'
import { checkSupport, joinSources, readSources, type Sources } from '../../../domain/support/support-check.ts'
import { citeUnit } from '../cite-unit.ts'
import type { ContextPassage } from '../stages/compression.ts'
import type { CitableSource } from './prompt-sources.ts'

/** Sentences beside each other that one citation opens together, at most so long. */
const longestQuote = 800

/** The citations of an answer that is being written, each opening the sentences that its claim rests on. */
export type Citing = {
  citations: readonly Citation[]
  /**
   * Cites sources for a claim, by their numbers, and answers with the numbers of the citations, from 1. Numbers that are of
   * no source are left out and counted.
   */
  cite(numbers: readonly number[], claim: string): number[]
  /** Marks that led nowhere. */
  removed(): number
  /** Reads one source after the other, with a turn for other calls between them, so that `sourcesOf` has little to do. */
  read(): Promise<void>
  /** The text of the sources that these citations, by their numbers, are of; without them that of all. */
  sourcesOf(citationNumbers: readonly number[]): Sources
  /** Of the sources of all, the number of the one that a text of `sourcesOf([])` is of; null for what can't be cited. */
  numberOf(text: number): number | null
}

/**
 * @param files texts that support a claim and can't be cited
 * @param onCitation told of each new citation, whose number is one more than its index
 */
export function createCiting(
  sources: readonly CitableSource[],
  { files, onCitation }: { files: readonly string[]; onCitation: (index: number, citation: Citation) => void },
): Citing {
  const citations: Citation[] = []
  const sourceOf: CitableSource[] = []
  const read = new Map<string, Sources>()
  const allTexts = [...sources.map(({ text }) => text), ...files]
  let removed = 0

  function readOnce(key: string, texts: () => string[]): Sources {
    const known = read.get(key) ?? readSources(texts())
    read.set(key, known)
    return known
  }

  const readText = (text: string) => readOnce(`text ${text}`, () => [text])

  function joinOnce(key: string, texts: readonly string[]): Sources {
    const known = read.get(key) ?? joinSources(texts.map(readText))
    read.set(key, known)
    return known
  }

  function citeOne(source: CitableSource, claim: string): number {
    const { units } = source.piece
    const texts = readOnce(`units ${source.number}`, () => units.map(({ text }) => text))
    const span = spanFor(source.piece, claim, texts)
    const known = citations.findIndex(
      (citation, index) => sourceOf[index] === source && citation.start === span.start && citation.end === span.end,
    )
    if (known >= 0) return known + 1
    const { passage, blocks } = source.piece
    const citation = citeUnit({ passage, score: passage.score }, span, blocks)
    citations.push(citation)
    sourceOf.push(source)
    onCitation(citations.length - 1, citation)
    return citations.length
  }

  return {
    citations,
    cite(numbers, claim) {
      const found = numbers.flatMap((number) => sources.find((source) => source.number === number) ?? [])
      removed += numbers.length - found.length
      return [...new Set(found.map((source) => citeOne(source, claim)))]
    },
    removed: () => removed,
    async read() {
      for (const text of allTexts) {
        await nextTurn()
        readText(text)
      }
    },
    sourcesOf(citationNumbers) {
      const chosen = citationNumbers.flatMap((number) => sourceOf[number - 1] ?? [])
      if (chosen.length === 0) return joinOnce('all', allTexts)
      const numbers = [...new Set(chosen.map(({ number }) => number))].sort((a, b) => a - b)
      return joinOnce(
        `of ${numbers.join(' ')}`,
        [...new Set(chosen)].map(({ text }) => text),
      )
    },
    numberOf: (text) => sources[text]?.number ?? null,
  }
}

/** The sentences of a piece that say the most of a claim; of one that it says nothing of, its first. */
function spanFor(piece: ContextPassage, claim: string, texts: Sources): QuoteUnit {
  const { units, passage } = piece
  const { evidence } = checkSupport(claim, texts)
  const best = evidence[0]?.source ?? units.findIndex(({ kind }) => kind !== 'heading')
  const main = units[best] ?? units[0]
  if (main === undefined) throw new Error('a source has no text')
  let span = main
  for (const place of evidence.map(({ source }) => source).filter((source) => Math.abs(source - best) === 1)) {
    const other = units[place]
    if (other === undefined || other.page !== main.page || other.kind === 'heading') continue
    const start = Math.min(span.start, other.start)
    const end = Math.max(span.end, other.end)
    if (end - start > longestQuote) continue
    span = { ...main, start, end, text: passage.text.slice(start - passage.start, end - passage.start) }
  }
  return span
}
