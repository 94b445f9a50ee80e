import type { TokenVector } from '../../domain/chunk-pooling.ts'

/** `query` and `passage`: some models are told which of the two a text is, by a prefix or a field of the call. */
export type EmbedPurpose = 'query' | 'passage'

/** A model at work that turns texts into vectors. Vectors have length 1; a text of which a model reads nothing gets zeros. */
export type Embedder = {
  /** The same for the same weights and the same way of pooling: vectors of one fingerprint can be compared. */
  fingerprint: string
  dimensions: number
  /** Tokens of its own tokeniser that it reads of one text; what is longer is cut. */
  maximumTokens: number
  /**
   * Vectors in the order of the texts, the same as each text alone would get.
   *
   * @throws ModelError, or the signal's reason
   */
  embed(texts: readonly string[], options: { purpose: EmbedPurpose; signal: AbortSignal }): Promise<Embedded>
  /** For late chunking: every token's vector with its place in the text; null for a model that does not give them. */
  embedTokens: ((text: string, signal: AbortSignal) => Promise<TokenVector[]>) | null
  close(): Promise<void>
}

/** `tokens`: what the model read, as its own tokeniser or its server counts. */
export type Embedded = { vectors: Float32Array[]; tokens: number }

/** A model at work that says how well passages fit a question. */
export type Reranker = {
  fingerprint: string
  /**
   * Scores in the order of the passages; larger is better, comparable within one call.
   *
   * @throws ModelError, or the signal's reason
   */
  score(
    question: string,
    passages: readonly string[],
    signal: AbortSignal,
  ): Promise<{ scores: number[]; tokens: number }>
  close(): Promise<void>
}

/** Whether `claim` follows from `premise` is what is asked. */
export type EntailmentPair = { premise: string; claim: string }

/** A model at work that says whether claims follow from texts (natural language inference). */
export type Entailer = {
  fingerprint: string
  /** Tokens of its own tokeniser that it reads at once, of a premise and its claim together. */
  maximumTokens: number
  /**
   * How probable it is that each claim follows, from 0 to 1, in the order of the pairs and the same as each alone would
   * get. A premise that is too long for one run is read in windows that overlap, and the best of them counts. A claim that
   * takes more than half of what the model reads is not judged: it gets 0.
   *
   * @throws ModelError, or the signal's reason
   */
  judge(pairs: readonly EntailmentPair[], signal: AbortSignal): Promise<{ probabilities: number[]; tokens: number }>
  close(): Promise<void>
}

/**
 * `MODEL_REJECTED`: the request itself is not taken, and would not be taken again. `CONTEXT_EXCEEDED`: it is too long for
 * this model. `MODEL_UNREACHABLE`: no connection, a refusal (`status`), an overloaded server, or silence. `MODEL_FAILED`:
 * it answered with what is no answer, or broke off.
 */
export type ModelErrorCode =
  | 'MODEL_FAILED'
  | 'MODEL_UNREACHABLE'
  | 'MODEL_REJECTED'
  | 'CONTEXT_EXCEEDED'
  | 'NETWORK_OFFLINE'

/** Why a model did not do its work. Messages are our own words: a server's may hold what it was sent, or a part of the key. */
export class ModelError extends Error {
  override readonly name = 'ModelError'
  readonly code: ModelErrorCode
  /** HTTP status of the server's answer; null without one. */
  readonly status: number | null
  /** The same call may succeed later. */
  readonly isTransient: boolean
  /** How long the server asks to wait; null when it says nothing. */
  readonly retryAfterMs: number | null
  /** Of `CONTEXT_EXCEEDED`, where they are known. */
  readonly tokens: { given: number; maximum: number } | null

  constructor(
    code: ModelErrorCode,
    message: string,
    options: {
      status?: number | null
      isTransient?: boolean
      retryAfterMs?: number | null
      tokens?: { given: number; maximum: number } | null
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.status = options.status ?? null
    this.isTransient = options.isTransient ?? false
    this.retryAfterMs = options.retryAfterMs ?? null
    this.tokens = options.tokens ?? null
  }
}
