import type { QueryTerm } from '../../domain/query-terms.ts'
import type { TermForm } from '../../domain/term-coverage.ts'
import { type Stemmer, splitQueried } from '../../domain/words.ts'
import { stemmersOf } from '../store/stems/stemmers.ts'

/** A term as texts of one language have it. */
type TermOfLanguage<Term extends QueryTerm> = Term & { forms: readonly [TermForm] }

export type TermsOfLanguage<Term extends QueryTerm> = {
  stem: Stemmer
  subjects: TermOfLanguage<Term>[][]
  kind: TermOfLanguage<QueryTerm> | null
}

/** What a collection is read for, as each language has it, made when the first text of the language is met. */
export function termsByLanguage<Term extends QueryTerm>(
  subjects: readonly (readonly Term[])[],
  kind: QueryTerm | null,
): (language: string) => TermsOfLanguage<Term> {
  const made = new Map<string, TermsOfLanguage<Term>>()
  return (language) => {
    const known = made.get(language)
    if (known !== undefined) return known
    const stem = stemmersOf(language).compare
    const terms: TermsOfLanguage<Term> = {
      stem,
      subjects: subjects.map((subject) => subject.map((term) => withForm(term, stem))),
      kind: kind === null ? null : withForm(kind, stem),
    }
    made.set(language, terms)
    return terms
  }
}

function withForm<Term extends QueryTerm>(term: Term, stem: Stemmer): TermOfLanguage<Term> {
  return { ...term, forms: [{ stem, stems: splitQueried(term.text).map(stem) }] }
}
