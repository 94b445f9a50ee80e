/** Endings and what takes their place where enough of the word stands before them; the longest that fits counts. */
type Endings = readonly (readonly [ending: string, instead: string])[]

const derived: Endings = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['ousli', 'ous'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['alli', 'al'],
  ['ator', 'ate'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['eli', 'e'],
]

const adjectival: Endings = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
]

const residual: Endings = [
  ...['ement', 'ance', 'ence', 'able', 'ible', 'ment', 'ant', 'ent', 'ism', 'ate', 'iti', 'ous', 'ive', 'ize', 'ion'],
  ...['al', 'er', 'ic', 'ou'],
].map((ending) => [ending, ''])

/**
 * The stem of an English word in lower case, by Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping",
 * 1980, with the author's later `bli` and `logi`), as SQLite's FTS5 has it. Words of one or two letters stay.
 */
export function porterStem(word: string): string {
  if (word.length < 3) return word
  let stem = withoutPlural(word)
  stem = withoutParticiple(stem)
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) stem = `${stem.slice(0, -1)}i`
  stem = replaceEnding(stem, derived, 1)
  stem = replaceEnding(stem, adjectival, 1)
  stem = replaceEnding(stem, residual, 2)
  return withoutFinalE(stem)
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2)
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

function withoutParticiple(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const ending = ['ed', 'ing'].find((candidate) => word.endsWith(candidate))
  if (ending === undefined) return word
  const stem = word.slice(0, -ending.length)
  if (!hasVowel(stem)) return word
  if (/(?:at|bl|iz)$/u.test(stem)) return `${stem}e`
  if (endsInDouble(stem) && !/[lsz]$/u.test(stem)) return stem.slice(0, -1)
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem
}

function replaceEnding(word: string, endings: Endings, least: number): string {
  const found = endings.find(([ending]) => word.length > ending.length && word.endsWith(ending))
  if (found === undefined) return word
  const [ending, instead] = found
  const stem = word.slice(0, -ending.length)
  if (ending === 'ion' && !/[st]$/u.test(stem)) return word
  return measure(stem) >= least ? stem + instead : word
}

function withoutFinalE(word: string): string {
  let stem = word
  if (stem.endsWith('e')) {
    const before = stem.slice(0, -1)
    const syllables = measure(before)
    if (syllables > 1 || (syllables === 1 && !endsShort(before))) stem = before
  }
  return stem.endsWith('ll') && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem
}

/** A letter for each of the word's: v for vowels, and for y after a consonant; c for all others. */
function shapeOf(word: string): string {
  let shape = ''
  for (const letter of word) shape += 'aeiou'.includes(letter) || (letter === 'y' && shape.endsWith('c')) ? 'v' : 'c'
  return shape
}

/** How often a vowel is followed by a consonant: roughly the syllables before an ending. */
function measure(word: string): number {
  return shapeOf(word).match(/vc/gu)?.length ?? 0
}

function hasVowel(word: string): boolean {
  return shapeOf(word).includes('v')
}

function endsInDouble(word: string): boolean {
  return word.length > 1 && word.at(-1) === word.at(-2) && shapeOf(word).endsWith('c')
}

/** Consonant, vowel, consonant, the last not w, x or y: such stems have lost an e (`hop` of `hoping`). */
function endsShort(word: string): boolean {
  return shapeOf(word).endsWith('cvc') && !/[wxy]$/u.test(word)
}
