import type { Span } from '../../../contract/common.ts'
import type { BlockKind } from '../../../contract/document.ts'
import { countTokens, cutBefore, fitCount, isCleanCut, joinCounts, type TokenCount } from './count-tokens.ts'

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
 * Splits a block that is too long for one chunk into pieces of at most `sizes.maximum` tokens, at ends of sentences or
 * lines where possible. A piece begins with the last sentences of the one before it, up to `sizes.overlap` tokens.
 */
export function* splitBlock(
  text: string,
  block: Span & { kind: BlockKind },
  sizes: ChunkSizes,
): Generator<Piece, void, undefined> {
  const atomMaximum = Math.max(1, Math.floor((sizes.maximum - sizes.overlap) / 2))
  let atoms: Piece[] = []
  let piece: Piece | null = null
  for (const atom of atomsOf(text, block, { kind: block.kind, maximum: atomMaximum })) {
    const longer: Piece | null = piece === null ? null : extend(text, piece, { atom, sizes })
    if (piece !== null && longer === null) {
      yield piece
      atoms = overlapOf(text, atoms, sizes.overlap)
      piece = joinAll(text, atoms)
    }
    atoms.push(atom)
    piece = longer ?? (piece === null ? beginPiece(text, atom) : joinPieces(text, piece, atom))
  }
  if (piece !== null) yield piece
}

/** Null when both together are too long for one chunk. */
function extend(text: string, piece: Piece, { atom, sizes }: { atom: Piece; sizes: ChunkSizes }): Piece | null {
  const whole = joinPieces(text, piece, atom)
  if (whole.end - whole.start > longestChunk(sizes)) return null
  const count = fitCount(() => text.slice(whole.start, whole.end), whole.count, sizes.maximum)
  return count === null ? null : { ...whole, count }
}

/** A chunk begins without white space; a word without its space may have more tokens. */
export function beginPiece(text: string, atom: Piece): Piece {
  const { start } = trimSpan(text, atom)
  if (start === atom.start || start === atom.end) return atom
  return { start, end: atom.end, count: { tokens: countTokens(text.slice(start, atom.end)), rough: 0 } }
}

function joinPieces(text: string, first: Piece, second: Piece): Piece {
  const count = joinCounts(first.count, second.count, isCleanCut(text, second.start))
  return { start: first.start, end: second.end, count }
}

function joinAll(text: string, atoms: readonly Piece[]): Piece | null {
  const [first, ...others] = atoms
  if (first === undefined) return null
  return others.reduce((piece, atom) => joinPieces(text, piece, atom), beginPiece(text, first))
}

/** The end of a piece that the next one repeats: whole atoms, or the last words of the last one when it alone is too long. */
function overlapOf(text: string, atoms: readonly Piece[], overlap: number): Piece[] {
  let kept: Piece[] = []
  for (const atom of atoms.toReversed()) {
    const longer = [atom, ...kept]
    const piece = joinAll(text, longer)
    if (piece === null) break
    if (fitCount(() => text.slice(piece.start, piece.end), piece.count, overlap) === null) break
    kept = longer
  }
  const last = atoms.at(-1)
  return kept.length > 0 || last === undefined ? kept : tailOf(text, last, overlap)
}

function tailOf(text: string, atom: Piece, overlap: number): Piece[] {
  const units = Math.floor(((atom.end - atom.start) * overlap) / atom.count.tokens)
  const from = cutBefore(text, atom.start, atom.end - units)
  const { start } = trimSpan(text, { start: from, end: atom.end })
  const tokens = countTokens(text.slice(start, atom.end))
  return tokens > 0 && tokens <= overlap ? [{ start, end: atom.end, count: { tokens, rough: 0 } }] : []
}
