import { nextHop } from '../../../domain/second-hop.ts'
import { tellingWeight } from '../../../domain/term-coverage.ts'
import { type PassFindings, type PassPlace, searchOnce } from '../one-pass.ts'
import { formsIn } from '../term-forms.ts'
import type { KeywordFindings } from './keyword.ts'

/** Texts of the best passages that the next search is drawn from. */
const textsLookedAt = 5

/**
 * Searches again for what a weak search lacks, with the names that it found, at most `settings.hops` searches in all. A
 * search that finds nothing new ends it.
 */
export async function searchFurther(
  place: PassPlace,
  question: string,
  first: PassFindings,
): Promise<[PassFindings, ...PassFindings[]]> {
  const passes: [PassFindings, ...PassFindings[]] = [first]
  const seen = new Set<string>()
  const terms = weighFound(first.keyword)
  let texts = bestTexts(first)
  while (passes.length < place.scope.settings.hops) {
    const query = nextHop({ question, terms, texts })
    if (query === null || seen.has(query)) break
    seen.add(query)
    const next = await searchOnce(place, [{ kind: 'question', text: query }])
    const found = bestTexts(next)
    if (found.length === 0) break
    passes.push(next)
    texts = [...found, ...texts]
  }
  return passes
}

/** The question's terms; one that stands nowhere weighs nothing, since no search can find it. */
export function weighFound({ terms, holders, chunks, languages }: KeywordFindings) {
  return terms.map((term, place) => {
    const { stems, text } = term
    const holding = holders[place] ?? 0
    return { stems, forms: formsIn(term, languages), text, weight: holding === 0 ? 0 : tellingWeight(holding, chunks) }
  })
}

function bestTexts({ keyword, dense }: PassFindings): string[] {
  const hits = [...keyword.hits.slice(0, textsLookedAt), ...(dense?.hits.slice(0, textsLookedAt) ?? [])]
  return [...new Map(hits.map((hit) => [hit.chunkId, `${hit.title}\n${hit.text}`])).values()]
}
