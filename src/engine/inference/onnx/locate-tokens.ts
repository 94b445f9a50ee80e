import type { Span } from '../../../contract/common.ts'

export type TokenPlace = Span

/** How many letters ahead a token is looked for, when the text does not go on with it. */
const farthest = 48

/**
 * Where tokens stand in the text that they were cut from, in characters. Tokenisers change text (case, accents, forms of
 * letters, spaces) and keep no places, so both sides are brought to bare letters and walked together. A token that shows
 * no letter of the text (an unknown word, a part of a character's bytes) gets what lies between its neighbours.
 */
export function locateTokens(text: string, pieces: readonly string[]): TokenPlace[] {
  const letters = foldWithPlaces(text)
  const folded = letters.map(({ letter }) => letter).join('')
  const places: (TokenPlace | null)[] = []
  let cursor = 0
  for (const piece of pieces) {
    const wanted = fold(piece.replace(/^##/, '').replaceAll('▁', ' '))
    const found = wanted === '' || wanted.includes('\uFFFD') ? -1 : findNear(folded, wanted, cursor)
    if (found === -1) {
      places.push(null)
    } else {
      const end = found + wanted.length
      places.push({ start: letters[found]?.start ?? 0, end: letters[end - 1]?.end ?? 0 })
      cursor = end
    }
  }
  return fillGaps(text, places)
}

function findNear(folded: string, wanted: string, cursor: number): number {
  if (folded.startsWith(wanted, cursor)) return cursor
  return folded.slice(cursor, cursor + farthest + wanted.length).indexOf(wanted) === -1
    ? -1
    : folded.indexOf(wanted, cursor)
}

/** Runs of tokens without a place share what lies between the places beside them, without the spaces at its ends. */
function fillGaps(text: string, places: readonly (TokenPlace | null)[]): TokenPlace[] {
  const starts: number[] = []
  for (let index = places.length - 1, next = text.length; index >= 0; index--) {
    next = places[index]?.start ?? next
    starts[index] = next
  }
  let before = 0
  return places.map((place, index) => {
    if (place !== null) {
      before = place.end
      return place
    }
    const gap = text.slice(before, Math.max(before, starts[index] ?? before))
    const start = before + gap.length - gap.trimStart().length
    return { start, end: Math.max(start, before + gap.trimEnd().length) }
  })
}

type FoldedLetter = { letter: string; start: number; end: number }

function foldWithPlaces(text: string): FoldedLetter[] {
  const letters: FoldedLetter[] = []
  let start = 0
  for (const character of text) {
    const end = start + character.length
    // One UTF-16 unit each, so that an index into the joined letters is an index into this list.
    for (const letter of fold(character).split('')) letters.push({ letter, start, end })
    start = end
  }
  return letters
}

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\s\p{C}]/gu, '')
