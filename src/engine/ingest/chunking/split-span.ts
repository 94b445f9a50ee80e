import type { Span } from '../../../contract/common.ts'
import type { BlockKind } from '../../../contract/document.ts'
import { countTokens, cutBefore, fitCount } from './count-tokens.ts'
import {
  beginPiece,
  type ChunkSizes,
  extendPiece,
  fitSpan,
  joinAll,
  joinPieces,
  measureSpan,
  type Piece,
  trimSpan,
} from './pieces.ts'

/** Where text is cut before its size is looked at. */
export type SplitUnit = 'sentence' | 'line' | 'word'

/**
 * Ends of sentences. The space behind one goes to the next, because that is how tokens are cut; after the full stops of
 * East Asia no space is needed. Counts are bounded so that a megabyte of full stops takes linear time.
 */
const sentenceEnd = /[.!?…]{1,4}["'”’»)\]]{0,3}(?=\s)|[。！？]["'”’»）」』]{0,3}|\S(?=\n\n)/g
const lineEnd = /[^\n](?=\n)/g
/** Some words at once: as fine as a cut has to be, and ten times fewer counts. */
const wordEnd = /\S(?=\s)[\s\S]{0,32}?\S(?=\s)/gu

const unitEnds: Record<SplitUnit, RegExp> = { sentence: sentenceEnd, line: lineEnd, word: wordEnd }

/** Lines are kept in code and tables (a row is a line), sentences in the rest. */
export function splitUnitOf(kind: BlockKind): SplitUnit {
  return kind === 'code' || kind === 'table' ? 'line' : 'sentence'
}

/** Characters of a unit at least: each costs a count of all that it is added to. */
const shortestUnit = 8

/** What an end of a unit looks at behind it. */
const lookahead = 2

/** Units that follow each other from the span's start to its end; the white space between two goes to the second. */
function* unitsOf(text: string, span: Span, unit: SplitUnit): Generator<Span> {
  // Without an end in the span, the rest of the document would be searched for one, again for each span.
  const inside = text.slice(span.start, span.end + lookahead)
  let start = span.start
  for (const match of inside.matchAll(unitEnds[unit])) {
    const end = Math.min(span.start + match.index + match[0].length, span.end)
    if (end - start < shortestUnit) continue
    yield { start, end }
    start = end
  }
  if (start < span.end) yield { start, end: span.end }
}

/** Units cut down until each has at most `maximum` tokens; contiguous, and together the whole span. */
export function* atomsOf(text: string, span: Span, options: { unit: SplitUnit; maximum: number }): Generator<Piece> {
  // A token is rarely longer than this, so longer units need not be counted to know that they must be cut.
  const longest = options.maximum * 6
  for (const unit of unitsOf(text, span, options.unit)) {
    const open = cutEvenly(text, unit, longest).reverse()
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const tokens = countTokens(text.slice(part.start, part.end))
      const share = (options.maximum * 0.9) / tokens
      const parts = tokens <= options.maximum ? [part] : cutEvenly(text, part, (part.end - part.start) * share)
      if (parts.length === 1) yield { ...part, count: { tokens, rough: 0 } }
      else open.push(...parts.reverse())
    }
  }
}

/** Parts of at most about `longest` units, at white space where there is any; never less than a character each. */
function cutEvenly(text: string, span: Span, longest: number): Span[] {
  const parts: Span[] = []
  const step = Math.max(1, Math.floor(longest))
  for (let start = span.start; start < span.end; start = parts.at(-1)?.end ?? span.end) {
    const limit = start + step
    parts.push({ start, end: limit >= span.end ? span.end : cutBefore(text, start, limit) })
  }
  return parts
}

/**
 * Splits a span that is too long for one chunk into pieces of at most `sizes.maximum` tokens, at ends of its units where
 * possible. A piece begins with the last units of the one before it, up to `sizes.overlap` tokens.
 */
export function* splitSpan(
  text: string,
  { unit, ...span }: Span & { unit: SplitUnit },
  sizes: ChunkSizes,
): Generator<Piece, void, undefined> {
  const atomMaximum = Math.max(1, Math.floor((sizes.maximum - sizes.overlap) / 2))
  let atoms: Piece[] = []
  let piece: Piece | null = null
  for (const next of atomsOf(text, span, { unit, maximum: atomMaximum })) {
    const longer: Piece | null = piece === null ? null : extendPiece(text, piece, { next, sizes })
    if (piece !== null && longer === null) {
      yield piece
      atoms = overlapOf(text, atoms, sizes.overlap)
      piece = joinAll(text, atoms)
    }
    atoms.push(next)
    piece = longer ?? (piece === null ? beginPiece(text, next) : joinPieces(text, piece, next))
  }
  if (piece !== null) yield piece
}

/** The span in pieces that fit into a chunk, without overlap or gap: the white space between two goes to the second. */
export function splitWithoutGaps(text: string, span: Span & { unit: SplitUnit }, sizes: ChunkSizes): Piece[] {
  if (fitSpan(text, span, sizes) !== null) return [measureSpan(text, span)]
  let { start } = span
  return [...splitSpan(text, span, { ...sizes, overlap: 0 })].map(({ end }) => {
    const piece = measureSpan(text, { start, end })
    start = end
    return piece
  })
}

/**
 * The end of a piece that the next one repeats: whole atoms, or the last words of the last one when it alone is too long.
 * Never all of the piece, which may be long in characters and short in tokens.
 */
function overlapOf(text: string, atoms: readonly Piece[], overlap: number): Piece[] {
  if (overlap === 0) return []
  let kept: Piece[] = []
  for (const atom of atoms.slice(1).reverse()) {
    const longer = [atom, ...kept]
    const piece = joinAll(text, longer)
    if (piece === null) break
    if (fitCount(() => text.slice(piece.start, piece.end), piece.count, overlap) === null) break
    kept = longer
  }
  const last = atoms.at(-1)
  return kept.length > 0 || last === undefined || last.count.tokens <= overlap ? kept : tailOf(text, last, overlap)
}

function tailOf(text: string, atom: Piece, overlap: number): Piece[] {
  const units = Math.floor(((atom.end - atom.start) * overlap) / atom.count.tokens)
  const from = cutBefore(text, atom.start, atom.end - units)
  const { start } = trimSpan(text, { start: from, end: atom.end })
  const tokens = countTokens(text.slice(start, atom.end))
  return tokens > 0 && tokens <= overlap ? [{ start, end: atom.end, count: { tokens, rough: 0 } }] : []
}
