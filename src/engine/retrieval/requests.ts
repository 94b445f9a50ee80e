import type { RetrievalNotice, RetrievalOverrides } from '../../contract/retrieval-settings.ts'
import type { Passage, SearchFilter } from '../../contract/search.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** What every stage of a question works with. */
export type RetrievalRooms = { store: Store; telemetry: Telemetry }

export type SearchInput = {
  query: string
  /** Ids or names; without it, all libraries. */
  libraries?: readonly string[] | undefined
  filter?: SearchFilter | undefined
  limit: number
  /** `document`: at most one passage a document, its best. */
  group: 'none' | 'document'
  /** In the place of the installation's settings. */
  retrieval?: RetrievalOverrides | undefined
  signal?: AbortSignal | undefined
}

export type SearchResult = {
  passages: Passage[]
  mode: 'hybrid' | 'dense' | 'keyword'
  notices: RetrievalNotice[]
  /** What was looked for, and what was left out because nearly every chunk holds it, as the person wrote it. */
  terms: { used: string[]; dropped: string[] }
  /** Milliseconds by stage. */
  timings: Record<string, number>
}

export type AnswerInput = {
  question: string
  libraries?: readonly string[] | undefined
  filter?: SearchFilter | undefined
  /** Passages that are quoted at most. */
  passages: number
  signal?: AbortSignal | undefined
}
