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
  models?: Pick<Models, 'embedder' | 'reranker' | 'entailer'>
  /** The vectors that a library is searched by; null for a library without any. */
  servingIndex?: (libraryId: string) => Promise<ServingIndex | null>
  graph?: GraphSearch
  /** Without it, the system's clock. */
  now?: () => number
}

/** Whether a claim follows from a text that the rules found no support in. @throws the signal's reason */
export type Entailment = (premise: string, claim: string, signal: AbortSignal | undefined) => Promise<boolean>

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
  /** `auto`, and nothing, recognises questions about the whole collection. */
  scope?: AnswerScope | undefined
  /** Kept answers may be given again, and this one is kept. Without it, neither. */
  reuse?: boolean | undefined
  /** Nobody has asked yet: what is kept of it is told apart until somebody does. */
  ahead?: boolean | undefined
}

export type AnswerScope = 'auto' | 'passages' | 'collection'

export type PlanInput = Pick<AnswerInput, 'question' | 'earlier' | 'libraries' | 'filter' | 'signal'>

export type CheckInput = Scope & {
  text: string
  /** Without them, the documents of the scope. */
  sources?: readonly string[] | undefined
}

export type ExplainInput = Scope & {
  query: string
  documentId: string
  /** The query is understood as the next one of this conversation. */
  conversationId?: string | undefined
}
