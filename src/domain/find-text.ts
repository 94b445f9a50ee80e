/** A span of a text in UTF-16 code units, half-open. */
type Found = { start: number; end: number }

/** A piece whose folded form is of another length, as spans in both texts; a mark folds to nothing. */
type Irregular = { foldedStart: number; foldedEnd: number; start: number; end: number }

/** A text as it is compared: without case and marks on letters, quotation marks straight, white space one space. */
type FoldedText = { text: string; irregulars: Irregular[] }

/**
 * All places of a text where another one stands, from left to right and without overlap, whatever the case, the marks on
 * letters and the white space. A match covers whole characters: `f` is found in the ligature `ﬃ` as the whole of it.
 */
export function findText(text: string, wanted: string): Found[] {
  const needle = foldText(wanted.trim()).text
  if (needle === '') return []
  const haystack = foldText(text)
  const found: Found[] = []
  for (let at = haystack.text.indexOf(needle); at !== -1; at = haystack.text.indexOf(needle, at)) {
    const start = sourceStart(haystack, at)
    const end = sourceEnd(haystack, at + needle.length)
    if ((found.at(-1)?.end ?? 0) <= start) found.push({ start, end })
    at += needle.length
  }
  return found
}

/** Marks that belong to no script of their own (accents, Arabic vowel signs), but kana's, which make other letters; Hebrew points, and signs of the Quran. */
const marks = /(?![\u3099\u309a])\p{Script=Inherited}|[\u0591-\u05c7]|[\u06d6-\u06ed]/gu
/** What is there for the eye or the line break only: soft hyphens, joiners, signs of direction. */
const unseen = /[\p{Cf}\p{Variation_Selector}]/gu
const straight: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"' }

const known = new Map<string, string>()
const mostKnown = 10_000

/** One character, folded; empty for marks and for what is not seen. */
function foldCharacter(character: string): string {
  const before = known.get(character)
  if (before !== undefined) return before
  // By way of upper case, which writes ß as SS and every sigma alike.
  const apart = character.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD')
  // Put together again: a syllable of hangul would be found by its first sounds.
  const folded = apart.replace(marks, '').replace(unseen, '').replaceAll('ς', 'σ').normalize('NFC')
  const result = straight[folded] ?? folded
  if (known.size >= mostKnown) known.clear()
  known.set(character, result)
  return result
}

/** ASCII, which folds by lower case alone; white space; everything else, which is folded character by character. */
const pieces = /[\x21-\x7e]+(?: [\x21-\x7e]+)*|\s+|[^\s\x21-\x7e]+/gu

function foldText(text: string): FoldedText {
  const parts: string[] = []
  const irregulars: Irregular[] = []
  let foldedEnd = 0
  const add = (folded: string, start: number, length: number) => {
    const foldedStart = foldedEnd
    foldedEnd += folded.length
    if (folded.length !== length) irregulars.push({ foldedStart, foldedEnd, start, end: start + length })
    parts.push(folded)
  }
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    const first = piece.charCodeAt(0)
    if (first > 0x20 && first < 0x7f) add(piece.toLowerCase(), index, piece.length)
    else if (/^\s/u.test(piece)) add(' ', index, piece.length)
    else {
      let at = index
      for (const character of piece) {
        add(foldCharacter(character), at, character.length)
        at += character.length
      }
    }
  }
  return { text: parts.join(''), irregulars }
}

/** Where in the source the character begins that stands at a position of the folded text. */
function sourceStart({ irregulars }: FoldedText, position: number): number {
  const before = irregulars[lastAt(irregulars, position)]
  if (before === undefined) return position
  return position < before.foldedEnd ? before.start : before.end + position - before.foldedEnd
}

/** Where in the source the character ends that ends at a position of the folded text; its marks belong to it. */
function sourceEnd({ irregulars }: FoldedText, position: number): number {
  let place = lastAt(irregulars, position)
  const isNext = ({ foldedStart, foldedEnd }: Irregular) => foldedStart === position && foldedEnd > position
  const last = irregulars[place]
  if (last !== undefined && isNext(last)) place -= 1
  const before = irregulars[place]
  if (before === undefined) return position
  return position < before.foldedEnd ? before.end : before.end + position - before.foldedEnd
}

/** Index of the last irregular piece that begins at or before a position of the folded text; -1 when there is none. */
function lastAt(irregulars: readonly Irregular[], position: number): number {
  let low = -1
  let high = irregulars.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((irregulars[middle]?.foldedStart ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}
