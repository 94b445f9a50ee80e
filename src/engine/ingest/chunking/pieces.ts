import type { Span } from '../../../contract/common.ts'
import { countInParts, countTokens, fitCount, isCleanCut, joinCounts, type TokenCount } from './count-tokens.ts'

export type ChunkSizes = {
  /** Tokens of a chunk at most. */
  maximum: number
  /** Tokens that a piece of a split block repeats from the piece before it, at most. */
  overlap: number
}

export type Piece = Span & { count: TokenCount }

/** Characters a token, beyond which text is drawn lines and the like: such a chunk would be long and say little. */
const longestTokens = 12

/** Characters of a chunk at most; counting one word of this length takes some ten milliseconds. */
export function longestChunk(sizes: ChunkSizes): number {
  return sizes.maximum * longestTokens
}

/** The span without the white space around it. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span
  while (end > start && /\s/.test(text.charAt(end - 1))) end--
  while (start < end && /\s/.test(text.charAt(start))) start++
  return { start, end }
}

/** The span as one chunk, without the white space around it; null when it is too long for one. */
export function fitSpan(text: string, span: Span, sizes: ChunkSizes): Piece | null {
  const { start, end } = trimSpan(text, span)
  if (end - start > longestChunk(sizes)) return null
  const inside = text.slice(start, end)
  const count = fitCount(() => inside, countInParts(inside), sizes.maximum)
  return count === null ? null : { start, end, count }
}

/** The span as it is, with its tokens. */
export function measureSpan(text: string, { start, end }: Span): Piece {
  return { start, end, count: countInParts(text.slice(start, end)) }
}

/** A piece with what follows it; null when both together are too long for one chunk. */
export function extendPiece(
  text: string,
  piece: Piece,
  { next, sizes }: { next: Piece; sizes: ChunkSizes },
): Piece | null {
  const whole = joinPieces(text, piece, next)
  if (whole.end - whole.start > longestChunk(sizes)) return null
  const count = fitCount(() => text.slice(whole.start, whole.end), whole.count, sizes.maximum)
  return count === null ? null : { ...whole, count }
}

/** A chunk begins without white space; a word without its space may have more tokens. */
export function beginPiece(text: string, piece: Piece): Piece {
  const { start } = trimSpan(text, piece)
  if (start === piece.start || start === piece.end) return piece
  return { start, end: piece.end, count: { tokens: countTokens(text.slice(start, piece.end)), rough: 0 } }
}

/** Two pieces, of which the second begins where the first ends. */
export function joinPieces(text: string, first: Piece, second: Piece): Piece {
  const count = joinCounts(first.count, second.count, isCleanCut(text, second.start))
  return { start: first.start, end: second.end, count }
}

/** Pieces that follow each other as one chunk; null without any. */
export function joinAll(text: string, pieces: readonly Piece[]): Piece | null {
  const [first, ...others] = pieces
  if (first === undefined) return null
  return others.reduce((piece, next) => joinPieces(text, piece, next), beginPiece(text, first))
}
