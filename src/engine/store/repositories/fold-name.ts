/**
 * The form in which names are compared: names that differ in case or in how Unicode composes them are one name. Lower
 * case writes a sigma otherwise at the end of a word, which the part of a word that somebody looks for may not be.
 */
export function foldName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ')
}
