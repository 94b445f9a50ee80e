import { nextHop } from '../../../domain/second-hop.ts'
import { tellingWeight } from '../../../domain/term-coverage.ts'
import { type PassFindings, type PassPlace, searchOnce } from '../one-pass.ts'
import { formsIn } from '../term-forms.ts'
import type { KeywordFindings } from './keyword.ts'

/** Texts of the best passages that the next search is drawn from. */
const textsLookedAt = 5

/**
 * Searches again for what a weak search lacks, with the names that it found, at most `settings.hops` searches in all. A
 * search that finds nothing new ends it. Names are words of documents: where some of these may not leave this machine, the
 * model of another library, which may be elsewhere, does not read them.
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
  const served = readByOwnModels(place)
  while (passes.length < place.scope.settings.hops) {
    const query = nextHop({ question, terms, texts })
    if (query === null || seen.has(query)) break
    seen.add(query)
    const next = await searchOnce({ ...place, served }, [{ kind: 'question', text: query }])
    const found = bestTexts(next)
    if (found.length === 0) break
    passes.push(next)
    texts = [...found, ...texts]
  }
  return passes
}

/** All of them; with libraries that stay here, those that have the model of one of these, which runs here for certain. */
function readByOwnModels({ served, scope }: PassPlace): PassPlace['served'] {
  if (scope.localOnlyIds.length === 0) return served
  const own = served.filter(({ libraryId }) => scope.localOnlyIds.includes(libraryId))
  const safe = new Set(own.map(({ modelId }) => modelId))
  return served.filter(({ modelId }) => safe.has(modelId))
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
