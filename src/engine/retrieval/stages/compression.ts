import type { Block } from '../../../contract/document.ts'
import { type ContextUnit, fitTokens } from '../../../domain/fit-tokens.ts'
import { type QuoteUnit, splitIntoUnits } from '../../../domain/quote-units.ts'
import { coverage, termsWithin, type WeightedTerm } from '../../../domain/term-coverage.ts'
import type { ContextPiece } from './neighbours.ts'

/** A piece with those of its sentences that are kept; each has its exact span. */
export type ContextPassage = ContextPiece & { blocks: readonly Block[]; units: QuoteUnit[]; tokens: number }

/** What a sentence's worth is made of beside the share of the question that it holds. */
const weights = { rank: 0.4, beside: -0.3, next: 0.25 }

/**
 * Brings pieces to a number of tokens by leaving out whole sentences (list items, tables, pieces of code), what bears
 * least on the question first. A sentence beside one that holds much counts a part of it, so that what is kept can be
 * read. Pieces of which nothing is left are gone.
 */
export function compress(
  pieces: readonly (ContextPiece & { blocks: readonly Block[] })[],
  options: { terms: readonly WeightedTerm[]; budget: number },
): ContextPassage[] {
  const best = Math.max(...pieces.map(({ passage }) => passage.score), Number.MIN_VALUE)
  const split = pieces.map((piece) => {
    const units = splitIntoUnits(piece.passage, piece.blocks)
    const held = units.map(({ text }) => coverage(termsWithin(text, options.terms), options.terms))
    const base = weights.rank * (piece.passage.score / best) + (piece.neighbourOf === null ? 0 : weights.beside)
    const sized = units.map((unit, place): ContextUnit => {
      const beside = Math.max(held[place - 1] ?? 0, held[place + 1] ?? 0)
      const importance = base + Math.max(held[place] ?? 0, weights.next * beside)
      return { importance, tokens: tokensOf(unit, piece.passage) }
    })
    return { ...piece, units, sized }
  })
  const kept = new Set(
    fitTokens(
      split.flatMap(({ sized }) => sized),
      options.budget,
    ),
  )
  let place = 0
  return split.flatMap(({ passage, neighbourOf, blocks, units, sized }) => {
    const first = place
    place += units.length
    const isKept = (_each: unknown, index: number) => kept.has(first + index)
    const left = units.filter(isKept)
    const tokens = sized.filter(isKept).reduce((sum, unit) => sum + unit.tokens, 0)
    return left.length === 0 ? [] : [{ passage, neighbourOf, blocks, units: left, tokens }]
  })
}

/** A unit's share of what was counted for its passage when it was read, rounded up. */
function tokensOf(unit: QuoteUnit, passage: ContextPiece['passage']): number {
  return Math.ceil((passage.tokens * unit.text.length) / Math.max(passage.text.length, 1))
}
