/**
 * Endings of languages that inflect much and have no Snowball stemmer, the longest first. What is left is no root, only
 * the same for most forms of a word.
 */
const endingsOf: Readonly<Record<string, readonly string[]>> = {
  pl: [
    ...[
      'iejszych',
      'owanie',
      'owania',
      'owane',
      'owany',
      'owana',
      'iego',
      'iemu',
      'ymi',
      'imi',
      'ami',
      'ach',
      'ego',
      'emu',
    ],
    ...[
      'owi',
      'iej',
      'ała',
      'ało',
      'ały',
      'ali',
      'iła',
      'iło',
      'iły',
      'ili',
      'ów',
      'om',
      'em',
      'ym',
      'im',
      'ej',
      'ie',
      'ią',
    ],
    ...['ia', 'ię', 'ić', 'ać', 'eć', 'ał', 'ił', 'ę', 'ą', 'y', 'i', 'a', 'e', 'o', 'u'],
  ],
  cs: [
    ...[
      'ého',
      'ému',
      'ými',
      'ami',
      'ách',
      'ech',
      'ích',
      'ovi',
      'ové',
      'ých',
      'ala',
      'alo',
      'ali',
      'ila',
      'ilo',
      'ili',
      'ím',
    ],
    ...['ým', 'ům', 'em', 'ou', 'át', 'it', 'al', 'il', 'ů', 'ý', 'é', 'á', 'í', 'ě', 'y', 'i', 'a', 'e', 'o', 'u'],
  ],
}
const leastLeft = 3

/** The stem of a word in lower case; null when the language has no such list. */
export function lightStem(word: string, language: string): string | null {
  const endings = endingsOf[language]
  if (endings === undefined) return null
  const ending = endings.find((candidate) => word.endsWith(candidate) && word.length - candidate.length >= leastLeft)
  return ending === undefined ? word : word.slice(0, -ending.length)
}
