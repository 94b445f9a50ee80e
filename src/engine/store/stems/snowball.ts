import { createRequire } from 'node:module'
import type { Script } from '../../../domain/language/script.ts'

type Stem = (word: string) => string

/** A language's stemmer of the Snowball family: takes words in lower case with their marks. */
type Snowball = { script: Script; stem: Stem }

const loadPackage = createRequire(import.meta.url)

/** The stemmers' names by ISO 639-1 code. English and Arabic have stemmers of their own in the domain. */
const namesByScript: Partial<Record<Script, Record<string, string>>> = {
  latin: {
    ...{ da: 'danish', de: 'german', es: 'spanish', fi: 'finnish', fr: 'french', hu: 'hungarian', id: 'indonesian' },
    ...{ it: 'italian', nl: 'dutch', no: 'norwegian', pt: 'portuguese', ro: 'romanian', sv: 'swedish', tr: 'turkish' },
  },
  cyrillic: { bg: 'bulgarian', ru: 'russian', uk: 'ukrainian' },
  greek: { el: 'greek' },
  devanagari: { hi: 'indian' },
  armenian: { hy: 'armenian' },
  tamil: { ta: 'tamil' },
}

/** By ISO 639-1 code. */
export const snowball: ReadonlyMap<string, Snowball> = new Map(
  Object.entries(namesByScript).flatMap(([script, names]) =>
    Object.entries(names).map(([language, name]) => [language, { script: script as Script, stem: loadLate(name) }]),
  ),
)

/** Loads a stemmer with its first word: every thread of the store has these, and most texts are in one or two languages. */
function loadLate(name: string): Stem {
  let loaded: Stem | null = null
  return (word) => {
    loaded ??= load(name)
    return loaded(word)
  }
}

function load(name: string): Stem {
  const { stemmer } = loadPackage(`@orama/stemmers/${name}`) as { stemmer: Stem }
  return name === 'spanish' ? (word) => stemmer(toSpanishSingular(word)) : stemmer
}

/** Snowball takes `ciudades` to `ciudad`, but `ciudad` to `ciud`: the plural is taken off first. */
function toSpanishSingular(word: string): string {
  return word.replace(/(?<=[dlnrjy])es$/u, '').replace(/(?<=\p{L}{2})ces$/u, 'z')
}

/** The language that a word is taken for when its text's language has another script. */
export const usualLanguage: Partial<Record<Script, string>> = {
  cyrillic: 'ru',
  greek: 'el',
  devanagari: 'hi',
  armenian: 'hy',
  tamil: 'ta',
}
