import type { Span } from '../../../contract/common.ts'
import type { BlockKind } from '../../../contract/documents.ts'
import { countTokens, cutBefore } from './count-tokens.ts'

export type ChunkSizes = {
  /** Tokens of a chunk at most. */
  maximum: number
  /** Tokens that a piece of a split block repeats from the piece before it, at most. */
  overlap: number
}

export type Piece = Span & { tokens: number }

/**
 * Ends of sentences. The space behind one goes to the next, because that is how tokens are cut; after the full stops of
 * East Asia no space is needed. Counts are bounded so that a megabyte of full stops takes linear time.
 */
const sentenceEnd = /[.!?…]{1,4}["'”’»)\]]{0,3}(?=\s)|[。！？]["'”’»）」』]{0,3}|\S(?=\n\n)/g
const lineEnd = /[^\n](?=\n)/g

/** Units cut at, before sizes are looked at: lines for code and tables (a row is a line), sentences for the rest. */
function* unitsOf(text: string, span: Span, kind: BlockKind): Generator<Span> {
  const pattern = new RegExp(kind === 'code' || kind === 'table' ? lineEnd : sentenceEnd)
  pattern.lastIndex = span.start
  let start = span.start
  for (let match = pattern.exec(text); match !== null && match.index < span.end; match = pattern.exec(text)) {
    const end = Math.min(pattern.lastIndex, span.end)
    yield { start, end }
    start = end
  }
  if (start < span.end) yield { start, end: span.end }
}

/** Units cut down until each has at most `maximum` tokens; contiguous, and together the whole span. */
function* atomsOf(text: string, span: Span, options: { kind: BlockKind; maximum: number }): Generator<Piece> {
  // A token is rarely longer than this, so longer units need not be counted to know that they must be cut.
  const longest = options.maximum * 6
  for (const unit of unitsOf(text, span, options.kind)) {
    const open = cutEvenly(text, unit, longest).reverse()
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const tokens = countTokens(text.slice(part.start, part.end))
      const share = (options.maximum * 0.9) / tokens
      const parts = tokens <= options.maximum ? [part] : cutEvenly(text, part, (part.end - part.start) * share)
      if (parts.length === 1) yield { ...part, tokens }
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
 * Splits a block that is too long for one chunk into pieces of at most `sizes.maximum` tokens, at ends of sentences or
 * lines where possible. A piece begins with the last sentences of the one before it, up to `sizes.overlap` tokens.
 */
export function* splitBlock(
  text: string,
  block: Span & { kind: BlockKind },
  sizes: ChunkSizes,
): Generator<Piece, void, undefined> {
  const atomMaximum = Math.max(1, Math.floor((sizes.maximum - sizes.overlap) / 2))
  let piece: Piece[] = []
  let tokens = 0
  for (const atom of atomsOf(text, block, { kind: block.kind, maximum: atomMaximum })) {
    if (tokens + atom.tokens > sizes.maximum && piece.length > 0) {
      yield join(piece)
      piece = overlapOf(text, piece, sizes.overlap)
      tokens = sum(piece)
    }
    piece.push(atom)
    tokens += atom.tokens
  }
  if (piece.length > 0) yield join(piece)
}

/** The end of a piece that the next one repeats: whole atoms, or the last words of the last one when it alone is too long. */
function overlapOf(text: string, piece: readonly Piece[], overlap: number): Piece[] {
  const kept: Piece[] = []
  let tokens = 0
  for (const atom of piece.toReversed()) {
    if (tokens + atom.tokens > overlap) break
    kept.unshift(atom)
    tokens += atom.tokens
  }
  const last = piece.at(-1)
  if (kept.length > 0 || last === undefined) return kept
  return tailOf(text, last, overlap)
}

function tailOf(text: string, atom: Piece, overlap: number): Piece[] {
  const units = Math.floor(((atom.end - atom.start) * overlap) / atom.tokens)
  const from = cutBefore(text, atom.start, atom.end - units)
  const tail = text.slice(from, atom.end)
  const start = from + Math.max(0, tail.search(/\S/))
  const tokens = countTokens(text.slice(start, atom.end))
  return tokens > 0 && tokens <= overlap ? [{ start, end: atom.end, tokens }] : []
}

function join(atoms: readonly Piece[]): Piece {
  return { start: atoms[0]?.start ?? 0, end: atoms.at(-1)?.end ?? 0, tokens: sum(atoms) }
}

function sum(atoms: readonly Piece[]): number {
  return atoms.reduce((total, atom) => total + atom.tokens, 0)
}
