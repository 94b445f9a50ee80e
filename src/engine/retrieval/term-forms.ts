import { undetermined } from '../../domain/language/detect-language.ts'
import { scriptOf } from '../../domain/language/script.ts'
import type { QueryTerm } from '../../domain/query-terms.ts'
import type { TermForm } from '../../domain/term-coverage.ts'
import { splitQueried } from '../../domain/words.ts'
import { stemmersOf } from '../store/stems/stemmers.ts'

/**
 * A term as the texts of some languages have it, of those only that it is looked for in; undefined when English is the only
 * one, which needs none. A form that says the same as an earlier one is left out.
 */
export function formsIn(
  { text, languages: own }: Pick<QueryTerm, 'text' | 'languages'>,
  all: readonly string[],
): readonly TermForm[] | undefined {
  const narrowed = all.filter((language) => own?.includes(language) ?? true)
  const languages = narrowed.length > 0 ? narrowed : all
  if (languages.every((language) => language === 'en' || language === undetermined)) return undefined
  const words = splitQueried(text)
  const forms = new Map<string, TermForm>()
  for (const language of languages) {
    const { compare } = stemmersOf(language)
    const stems = words.map(compare)
    // Two languages may agree on a word and not on its inflections; without letters of theirs they agree on all.
    const key = scriptOf(text) === 'other' ? stems.join(' ') : `${language} ${stems.join(' ')}`
    if (!forms.has(key)) forms.set(key, { stem: compare, stems })
  }
  return [...forms.values()]
}
