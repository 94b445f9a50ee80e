import type { TokenVector } from '../../../domain/chunk-pooling.ts'
import type { Embedded, EmbedPurpose, EntailmentPair } from '../model-runner.ts'
import type { LoadRequest } from '../model-source.ts'

/** What the engine asks of a model that runs in a process of its own. */
export type ModelTask =
  | { do: 'load'; request: LoadRequest }
  | { do: 'embed'; texts: readonly string[]; purpose: EmbedPurpose }
  | { do: 'embed-tokens'; text: string }
  | { do: 'score'; question: string; passages: readonly string[] }
  | { do: 'judge'; pairs: readonly EntailmentPair[] }

/** What a model turned out to be once it was loaded. */
export type ModelFacts = {
  /** Numbers of a vector; null for a model that gives none. */
  dimensions: number | null
  maximumTokens: number
  givesTokens: boolean
}

export type Scored = { scores: number[]; tokens: number }
export type Judged = { probabilities: number[]; tokens: number }

export type ModelResults = {
  load: ModelFacts
  embed: Embedded
  'embed-tokens': TokenVector[]
  score: Scored
  judge: Judged
}

export type ToModel = { id: number; task: ModelTask } | { end: true }
export type FromModel = { id: number; result: ModelResults[keyof ModelResults] } | { id: number; error: string }

/** A model that was loaded, where it runs. What a kind of model can't do is null. */
export type LoadedModel = {
  facts: ModelFacts
  embed: ((texts: readonly string[], purpose: EmbedPurpose) => Promise<Embedded>) | null
  embedTokens: ((text: string) => Promise<TokenVector[]>) | null
  score: ((question: string, passages: readonly string[]) => Promise<Scored>) | null
  judge: ((pairs: readonly EntailmentPair[]) => Promise<Judged>) | null
  close(): Promise<void>
}
