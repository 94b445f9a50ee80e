import type { RetrievalNotice, RetrievalOverrides, RetrievalSettings } from '../../contract/retrieval-settings.ts'
import type { Passage, SearchFilter } from '../../contract/search.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Models } from '../usage/models.ts'
import type { VectorIndex } from '../vectors/vectors.ts'

/** What every stage of a question works with. Without models everything is done by words. */
export type RetrievalRooms = {
  store: Store
  telemetry: Telemetry
  /** Without it, those of a new installation. */
  settings?: () => Promise<RetrievalSettings>
  models?: Pick<Models, 'embedder' | 'reranker'>
  /** The vectors that a library is searched by; null for a library without any. */
  servingIndex?: (libraryId: string) => Promise<ServingIndex | null>
  graph?: GraphSearch
}

export type ServingIndex = {
  modelId: string
  index: VectorIndex
  /** Whether every chunk has its vector; an index that is behind says so itself. */
  hasAllVectors: boolean
}

/** Passages that names and identifiers of a question lead to from document to document, best first. */
export type GraphSearch = (input: {
  question: string
  libraryIds: readonly string[]
  filter: SearchFilter | undefined
  /** The best passages that were found by words and vectors. */
  chunkIds: readonly number[]
  limit: number
  signal: AbortSignal | undefined
}) => Promise<{ chunkId: number; score: number }[]>

/** What is asked, and of what. */
export type Scope = {
  /** Ids or names; without it, all libraries. */
  libraries?: readonly string[] | undefined
  filter?: SearchFilter | undefined
  /** In the place of the installation's settings. */
  retrieval?: RetrievalOverrides | undefined
  signal?: AbortSignal | undefined
}

export type SearchInput = Scope & {
  query: string
  limit: number
  /** `document`: at most one passage a document, its best. */
  group: 'none' | 'document'
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

export type AnswerInput = Scope & {
  question: string
  /** Questions of the conversation before this one, oldest first. */
  earlier?: readonly string[] | undefined
  /** Passages that are quoted at most. */
  passages: number
}

export type ExplainInput = Scope & {
  query: string
  documentId: string
  /** The query is understood as the next one of this conversation. */
  conversationId?: string | undefined
}
