import { stemmer as armenian } from '@orama/stemmers/armenian'
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian'
import { stemmer as danish } from '@orama/stemmers/danish'
import { stemmer as dutch } from '@orama/stemmers/dutch'
import { stemmer as finnish } from '@orama/stemmers/finnish'
import { stemmer as french } from '@orama/stemmers/french'
import { stemmer as german } from '@orama/stemmers/german'
import { stemmer as greek } from '@orama/stemmers/greek'
import { stemmer as hungarian } from '@orama/stemmers/hungarian'
import { stemmer as hindi } from '@orama/stemmers/indian'
import { stemmer as indonesian } from '@orama/stemmers/indonesian'
import { stemmer as italian } from '@orama/stemmers/italian'
import { stemmer as norwegian } from '@orama/stemmers/norwegian'
import { stemmer as portuguese } from '@orama/stemmers/portuguese'
import { stemmer as romanian } from '@orama/stemmers/romanian'
import { stemmer as russian } from '@orama/stemmers/russian'
import { stemmer as spanish } from '@orama/stemmers/spanish'
import { stemmer as swedish } from '@orama/stemmers/swedish'
import { stemmer as tamil } from '@orama/stemmers/tamil'
import { stemmer as turkish } from '@orama/stemmers/turkish'
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian'
import type { Script } from '../../../domain/language/script.ts'

/** A language's stemmer of the Snowball family: takes words in lower case with their marks. */
type Snowball = { script: Script; stem: (word: string) => string }

const ofScript = (script: Script, stemmers: Record<string, (word: string) => string>): [string, Snowball][] =>
  Object.entries(stemmers).map(([language, stem]) => [language, { script, stem }])

/** Snowball takes `ciudades` to `ciudad`, but `ciudad` to `ciud`: the plural is taken off first. */
const spanishOfSingular = (word: string) =>
  spanish(word.replace(/(?<=[dlnrjy])es$/u, '').replace(/(?<=\p{L}{2})ces$/u, 'z'))

/** By ISO 639-1 code. English and Arabic have stemmers of their own in the domain. */
export const snowball: ReadonlyMap<string, Snowball> = new Map([
  ...ofScript('latin', {
    ...{ da: danish, de: german, es: spanishOfSingular, fi: finnish, fr: french, hu: hungarian, id: indonesian },
    ...{ it: italian, nl: dutch, no: norwegian, pt: portuguese, ro: romanian, sv: swedish, tr: turkish },
  }),
  ...ofScript('cyrillic', { bg: bulgarian, ru: russian, uk: ukrainian }),
  ...ofScript('greek', { el: greek }),
  ...ofScript('devanagari', { hi: hindi }),
  ...ofScript('armenian', { hy: armenian }),
  ...ofScript('tamil', { ta: tamil }),
])

/** The language that a word is taken for when its text's language has another script. */
export const usualLanguage: Partial<Record<Script, string>> = {
  cyrillic: 'ru',
  greek: 'el',
  devanagari: 'hi',
  armenian: 'hy',
  tamil: 'ta',
}
