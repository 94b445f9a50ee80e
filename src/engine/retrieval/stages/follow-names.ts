import { foldName } from '../../../domain/entities/found-entity.ts'
import { namesToLookFor } from '../../../domain/entities/names-to-look-for.ts'
import { parseQuery } from '../../../domain/query-terms.ts'
import { coverage, termsWithin, type WeightedTerm } from '../../../domain/term-coverage.ts'
import type { Lead } from '../../store/repositories/graph-search.ts'
import type { Store } from '../../store/store.ts'
import type { GraphSearch } from '../requests.ts'

/** Fewer words ask for a name alone; more describe a subject, which is not looked for by names. */
const termsOfQuestion = { least: 2, most: 8 }
/** A passage that has none of what is still asked may say it in other words. */
const worthWithoutWords = 0.25

/**
 * Follows names from document to document: those of the question to what stands with them in a sentence anywhere, and from
 * there to the passages on it that hold what no passage so far has. A question whose words one passage has together needs
 * none of it.
 */
export function createGraphSearch({ store }: { store: Store }): GraphSearch {
  return async ({ question, libraryIds, filter, chunkIds, limit, signal }) => {
    const terms = parseQuery(question)
    if (terms.length < termsOfQuestion.least || terms.length > termsOfQuestion.most) return []
    const names = namesToLookFor(question)
    const lead = await store.read('graph.lead', { libraryIds, names, filter, chunkIds }, signal)
    return rankPassages(
      lead,
      terms.map((term) => ({ ...term, weight: 1 })),
    ).slice(0, limit)
  }
}

type Term = WeightedTerm & { text: string }

function rankPassages({ names, texts, passages }: Lead, terms: readonly Term[]): { chunkId: number; score: number }[] {
  if (passages.length === 0 || texts.some((text) => termsWithin(text, terms).size === terms.length)) return []
  const named = new Set(names.flatMap((name) => name.split(' ')))
  const asked = terms.filter(
    ({ text }) =>
      !foldName(text)
        .split(' ')
        .every((word) => named.has(word)),
  )
  return passages
    .map(({ chunkId, text, worth }) => {
      const held = asked.length === 0 ? 0 : coverage(termsWithin(text, asked), asked)
      return { chunkId, score: worth * (worthWithoutWords + (1 - worthWithoutWords) * held) }
    })
    .sort((a, b) => b.score - a.score || a.chunkId - b.chunkId)
}
