import { foldName } from './found-entity.ts'

/** Languages in which texts name countries. */
const languages = 'en de fr es pt it nl sv da nb fi pl cs hu ro el tr ru uk ar fa he hi zh ja ko th'.split(' ')

/** Zones that are named after something else than a city. */
const noCities = /^(?:etc|us|gmt|utc|universal|zulu|posix|systemv|arctic|antarctica)(?:\/|$)/iu

/** Folded names of countries, in many languages, and of the cities that time zones are named after. */
export const knownPlaces: ReadonlySet<string> = new Set([...countries(), ...cities()])

/** Names of countries in writing systems without spaces or capitals, as they are written; the longest first. */
export const unicasePlaces: readonly string[] = countryNames('ar fa he hi zh ja ko th'.split(' ')).sort(
  (a, b) => b.length - a.length,
)

/** Folded names of languages in English: `French` is a word of its own, and no name that leads anywhere. */
export const languageNames: ReadonlySet<string> = new Set(
  'ar bg bn ca cs cy da de el en es et fa fi fr ga he hi hr hu id is it ja ko la lt lv mk ms nl no pl pt ro ru sk sl sq sr sv sw ta th tr uk ur vi zh'
    .split(' ')
    .map((code) => foldName(new Intl.DisplayNames('en', { type: 'language' }).of(code) ?? '')),
)

function countryNames(of: readonly string[]): string[] {
  return of.flatMap((language) => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    return pairsOfLetters().flatMap((code) => names.of(code) ?? [])
  })
}

function countries(): string[] {
  // `Türkiye (Turkey)`, `Congo - Kinshasa`: what is beside the name tells it from others.
  const bare = countryNames(languages).map((name) => name.replace(/\s*[([（].*$| - .*$/u, ''))
  return bare.map(foldName).filter((name) => name.length >= 2)
}

function cities(): string[] {
  return Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.includes('/') && !noCities.test(zone))
    .map((zone) => foldName((zone.split('/').at(-1) ?? '').replaceAll('_', ' ')))
}

function pairsOfLetters(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  // What stands for no country, for parts of the world, or for trying things out.
  const none = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ', 'QO'])
  return letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !none.has(code))
}
