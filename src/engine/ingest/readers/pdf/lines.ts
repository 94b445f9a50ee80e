import type { Box, Fragment } from './fragments.ts'

export type LinePiece = { start: number; end: number; box: Box }

/** Fragments on one baseline, with their text as it reads. */
export type Line = {
  text: string
  /** Where in `text` each fragment stands, and where on the page. */
  pieces: LinePiece[]
  size: number
  angle: number
  /** Begin and end in the direction of writing; of a right-to-left line both are negative, so that they rise as it reads. */
  along: number
  alongEnd: number
  across: number
  /** Parts of the line that wide gaps set apart, as in a table; at least one. */
  segments: Fragment[][]
  /** All of it is set in bold. */
  bold?: true
}

/** Of the font's size: a gap that is a space, and one that no space between words has. */
const spaceGap = 0.15
const wideGap = 2

/** Joins fragments into lines in the order in which the file sets them. */
export function groupLines(fragments: readonly Fragment[]): Line[] {
  const groups: Fragment[][] = []
  for (const fragment of fragments) {
    const last = groups.at(-1)
    if (last !== undefined && continues(last, fragment)) last.push(fragment)
    else groups.push([fragment])
  }
  return groups.map(toLine)
}

function continues(line: readonly Fragment[], next: Fragment): boolean {
  const previous = line.at(-1)
  if (previous === undefined || previous.angle !== next.angle) return false
  const size = Math.max(previous.size, next.size)
  // Superscripts and subscripts stand up to half a size off the baseline.
  if (Math.abs(previous.across - next.across) > size * 0.5) return false
  const forwards = next.along >= previous.alongEnd - size * 0.35
  const backwards = next.alongEnd <= previous.along + size * 0.35
  return forwards || (backwards && (previous.rightToLeft || next.rightToLeft))
}

export function toLine(fragments: readonly Fragment[]): Line {
  const ordered = inReadingDirection(fragments)
  const pieces: LinePiece[] = []
  const segments: Fragment[][] = []
  let text = ''
  let previous: Fragment | null = null
  for (const fragment of ordered) {
    const gap: number = previous === null ? 0 : distance(previous, fragment)
    const needsSpace = previous !== null && (fragment.spaceBefore || gap > fragment.size * spaceGap)
    if (needsSpace && !/\s$/.test(text) && !/^\s/.test(fragment.text)) text += ' '
    const added = previous === null ? fragment.text.trimStart() : fragment.text
    pieces.push(...placePieces(added, text.length, fragment))
    text += added
    if (previous === null || gap > fragment.size * wideGap) segments.push([fragment])
    else segments.at(-1)?.push(fragment)
    previous = fragment
  }
  return { text: text.trimEnd(), pieces, segments, ...measure(ordered) }
}

/**
 * Where the text of a fragment stands. Inside a piece, places are later estimated from the usual widths of letters; where
 * all letters are of one width that would be wrong, so there each word is a piece.
 */
function placePieces(text: string, offset: number, fragment: Fragment): LinePiece[] {
  if (!fragment.monospace || fragment.angle !== 0) {
    return [{ start: offset, end: offset + text.length, box: fragment.box }]
  }
  const { x, width, ...rest } = fragment.box
  return [...text.matchAll(/\S+\s*/g)].map((word) => ({
    start: offset + word.index,
    end: offset + word.index + word[0].length,
    box: { x: x + (width * word.index) / text.length, width: (width * word[0].length) / text.length, ...rest },
  }))
}

function distance(before: Fragment, after: Fragment): number {
  return after.along >= before.along ? after.along - before.alongEnd : before.along - after.alongEnd
}

/** Lines in right-to-left scripts are set in either direction; they read from the right. */
function inReadingDirection(fragments: readonly Fragment[]): readonly Fragment[] {
  return readsFromRight(fragments) ? fragments.toSorted((left, right) => right.along - left.along) : fragments
}

function readsFromRight(fragments: readonly Fragment[]): boolean {
  const weigh = (sum: number, { text, rightToLeft }: Fragment) => sum + (rightToLeft ? text.length : -text.length)
  return fragments.reduce(weigh, 0) > 0
}

function measure(fragments: readonly Fragment[]): Pick<Line, 'size' | 'angle' | 'along' | 'alongEnd' | 'across'> {
  // The longest fragment stands for the line: footnote marks and drop capitals do not.
  const main = fragments.reduce((longest, next) => (next.text.length > longest.text.length ? next : longest))
  const along = Math.min(...fragments.map((fragment) => fragment.along))
  const alongEnd = Math.max(...fragments.map((fragment) => fragment.alongEnd))
  const ends = readsFromRight(fragments) ? { along: -alongEnd, alongEnd: -along } : { along, alongEnd }
  return { size: main.size, angle: main.angle, across: main.across, ...ends }
}
