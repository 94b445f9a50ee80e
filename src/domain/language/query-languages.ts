import type { QueryTerm } from '../query-terms.ts'
import { tellQueryLanguage } from './detect-language.ts'
import { scriptOf } from './script.ts'

/** Languages of the texts that are searched, as ISO 639-1 codes, that of most texts first. */
export type TextLanguages = {
  all: readonly string[]
  /** Those that many of the texts are in. */
  usual: readonly string[]
}

/** Languages that write every noun as others write names. */
const capitalisingNouns: ReadonlySet<string> = new Set(['de'])

/**
 * Says of each term in which languages its inflections are looked for. `care` has the French stem `car`: looked for in every
 * language that a library has some text of, it would find what is said of cars. So words are taken for the language that
 * the question plainly is in, otherwise for those that many texts are in. A name is one in any language, and so is what is
 * not in Latin letters or has a sign in it.
 */
export function narrowLanguages(
  terms: readonly QueryTerm[],
  query: string,
  { all, usual }: TextLanguages,
): QueryTerm[] {
  const told = tellQueryLanguage(query, all)
  // Texts that have none of the question's own language are searched in theirs.
  const wanted = told !== null && all.includes(told) ? [told] : usual
  if (all.every((language) => wanted.includes(language))) return [...terms]
  const first = query.search(/[\p{L}\p{N}]/u)
  const isName = (text: string) =>
    told !== null && !capitalisingNouns.has(told) && /^\p{Lu}/u.test(text) && query.indexOf(text) !== first
  return terms.map((term) => {
    const isAny = term.kind === 'identifier' || scriptOf(term.text) !== 'latin' || isName(term.text)
    return isAny ? term : { ...term, languages: wanted }
  })
}
