import { findPassages } from './find-passages.ts'
import type { RetrievalRooms, SearchInput, SearchResult } from './requests.ts'
import type { KeywordFindings } from './stages/keyword.ts'
import { createStages } from './stages/stages.ts'

/** The best passages of some libraries for a query. A query without a letter or digit finds nothing by its words. */
export async function searchPassages(rooms: RetrievalRooms, input: SearchInput): Promise<SearchResult> {
  const stages = createStages(rooms.telemetry)
  const { passages, mode, notices, keyword } = await findPassages(rooms, { ...input, stages })
  return {
    passages: passages.map(({ tokens: _tokens, language: _language, ...passage }) => passage),
    mode,
    notices,
    terms: describeTerms(keyword),
    timings: stages.timings(),
  }
}

/** What was looked for and what was left out, as the person wrote it. */
export function describeTerms({ terms, dropped }: KeywordFindings): SearchResult['terms'] {
  const left = new Set(dropped)
  return {
    used: terms.flatMap(({ text }, place) => (left.has(place) ? [] : [text])),
    dropped: terms.flatMap(({ text }, place) => (left.has(place) ? [text] : [])),
  }
}
