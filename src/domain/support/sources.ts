import type { Span } from '../../contract/common.ts'
import { splitSentences } from '../sentences.ts'
import { type ClaimToken, type ClaimTokens, readClaim } from './claim-tokens.ts'

/** A sentence of a source, with where it stands there. */
export type SourceSentence = Span & ClaimTokens & { source: number; text: string }

/** Texts that claims are held against, read once for any number of claims. */
export type Sources = {
  texts: readonly string[]
  /** Their words alone, in small letters. */
  plain: readonly string[]
  /** In the order of the texts. */
  sentences: SourceSentence[]
  /** Sentences by the keys of their words. */
  byKey: ReadonlyMap<string, readonly number[]>
}

export function readSources(texts: readonly string[]): Sources {
  const sentences = texts.flatMap((text, source) =>
    splitParagraphs(text).flatMap(({ start, end }) =>
      splitSentences(text.slice(start, end), start).map((span): SourceSentence => {
        const own = text.slice(span.start, span.end)
        return { ...span, ...readClaim(own), source, text: own }
      }),
    ),
  )
  return { texts, plain: texts.map(plainWords), sentences, byKey: placesByKey(sentences) }
}

/** Sources that were read apart, as if they had been read at once: reading takes far longer than this. */
export function joinSources(parts: readonly Sources[]): Sources {
  let before = 0
  const sentences = parts.flatMap((part) => {
    const first = before
    before += part.texts.length
    return part.sentences.map((sentence) => ({ ...sentence, source: first + sentence.source }))
  })
  const texts = parts.flatMap((part) => part.texts)
  return { texts, plain: parts.flatMap(({ plain }) => plain), sentences, byKey: placesByKey(sentences) }
}

/** Places of sentences by the keys of their words. */
function placesByKey(sentences: readonly SourceSentence[]): Map<string, number[]> {
  const byKey = new Map<string, number[]>()
  for (const [place, { tokens }] of sentences.entries()) {
    for (const key of new Set(tokens.flatMap((token) => (token.isSpoken ? token.keys : [])))) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [place])
      else known.push(place)
    }
  }
  return byKey
}

/** The words of a text with one space around each, so that nothing is found within a word; empty where it has none. */
export function plainWords(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+(?:[.,]\p{N}+)*/gu) ?? []
  return words.length === 0 ? '' : ` ${words.join(' ')} `
}

/** A blank line, and the line end of a list item, end a sentence without a full stop. */
function splitParagraphs(text: string): Span[] {
  const spans: Span[] = []
  let start = 0
  for (const { 0: gap, index } of text.matchAll(/\n\s*\n|\n(?=\s*(?:[-*•|#]|\d+[.)])\s)/gu)) {
    spans.push({ start, end: index })
    start = index + gap.length
  }
  return [...spans, { start, end: text.length }].filter(({ start: from, end }) => end > from)
}

/** Whether two words may mean the same. */
export function mayMeanSame(one: Pick<ClaimToken, 'keys'>, other: Pick<ClaimToken, 'keys'>): boolean {
  const theirs = other.keys
  for (const key of one.keys) if (theirs.includes(key)) return true
  return false
}
