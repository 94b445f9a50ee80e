import type { RetrievalNotice, RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { Passage } from '../../contract/search.ts'
import type { Scored } from '../../domain/fusion.ts'
import type { Wording } from '../../domain/wordings.ts'
import type { SearchInput } from './requests.ts'
import type { ServedLibrary } from './stages/dense.ts'
import type { KeywordFindings } from './stages/keyword.ts'
import type { Stages } from './stages/stages.ts'

/** A passage with its length and language, which the stages after the search work with. */
export type FoundPassage = Passage & { tokens: number; language: string }

/** Every ranking that a question went through, best first. */
export type RankLists = {
  keyword: Scored[]
  dense: Scored[]
  graph: Scored[]
  fused: Scored[]
  /** Null when no model put the first passages in order. */
  reranked: Scored[] | null
}

/** Passages with how they were found. */
export type Findings = {
  /** Best first, at most as many as were asked for. */
  passages: FoundPassage[]
  mode: 'hybrid' | 'dense' | 'keyword'
  notices: RetrievalNotice[]
  settings: RetrievalSettings
  libraryIds: string[]
  /** The question as it was understood with those before it. */
  question: string
  isRewritten: boolean
  wordings: Wording[]
  /** What the question's own words found, and what is known of them. */
  keyword: KeywordFindings
  lists: RankLists
  /** Libraries that were searched by their vectors. */
  served: ServedLibrary[]
}

export type FindInput = Omit<SearchInput, 'limit'> & {
  /** Null for as many as each list gives to the fusion, and more where lists differ. */
  limit: number | null
  stages: Stages
  /** Questions of the conversation before this one, oldest first. */
  earlier?: readonly string[] | undefined
}
