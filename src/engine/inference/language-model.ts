import type { GenerationOptions, GenerationWarning } from '../../contract/language-models.ts'
import type { TokenUsage } from '../../contract/money.ts'
import type { ModelError } from './model-runner.ts'

/** A piece of a message. */
export type ContentPart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; data: Uint8Array }
  /** What the model asked a tool; `input` is JSON as it wrote it, which may be none. */
  | { type: 'tool-call'; id: string; name: string; input: string }
  | { type: 'tool-result'; id: string; name: string; output: string; isError: boolean }
  /** What it thought. `signature` is the provider's, which takes the part back only with it. */
  | { type: 'reasoning'; text: string; signature: string | null }

/** `tool` messages hold results only; calls and reasoning stand in those of the assistant, images in those of the user. */
export type ModelMessage = { role: 'system' | 'user' | 'assistant' | 'tool'; content: readonly ContentPart[] }

/** `schema` is JSON Schema of an object. */
export type ToolDefinition = { name: string; description: string; schema: Record<string, unknown> }

export type GenerationRequest = Omit<GenerationOptions, 'maximumOutputTokens'> & {
  messages: readonly ModelMessage[]
  /** Always said, because budgets set it aside. */
  maximumOutputTokens: number
  tools?: readonly ToolDefinition[]
  toolChoice?: 'auto' | 'none' | 'required' | { name: string }
  /** The answer is JSON that this JSON Schema of an object takes. */
  structured?: { name: string; schema: Record<string, unknown> }
  /** Marks that the messages up to this index (inclusive) come again: a provider that has to be told keeps them. */
  cacheUpTo?: number
  signal: AbortSignal
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other'

/**
 * What a model sends, in this order: `stream-start`, then parts whose start, deltas and end have the same id, then
 * `finish` as the last. A stream that ends without `finish` has thrown.
 */
export type StreamPart =
  | { type: 'stream-start'; warnings: readonly GenerationWarning[] }
  | { type: 'text-start'; id: string }
  | { type: 'text-delta'; id: string; text: string }
  | { type: 'text-end'; id: string }
  | { type: 'reasoning-start'; id: string }
  | { type: 'reasoning-delta'; id: string; text: string }
  | { type: 'reasoning-end'; id: string; signature: string | null }
  | { type: 'tool-call-start'; id: string; name: string }
  /** A piece of the input's JSON. */
  | { type: 'tool-call-delta'; id: string; text: string }
  | { type: 'tool-call-end'; id: string; name: string; input: string }
  /** `usage`: null when the provider did not say. `model`: the name that the provider gave what answered. */
  | { type: 'finish'; reason: FinishReason; usage: TokenUsage | null; model: string | null }

export type Generated = {
  content: ContentPart[]
  reason: FinishReason
  usage: TokenUsage | null
  model: string | null
  warnings: readonly GenerationWarning[]
}

/** What is known of a model before it is asked; null where nobody has said. */
export type LanguageModelFacts = {
  contextTokens: number | null
  maximumOutputTokens: number | null
  supports: { tools: boolean; structured: boolean; images: boolean; reasoning: boolean; caching: boolean }
}

/**
 * A model that continues a conversation. Options that it does not have become warnings. One call is one request to its
 * server: trying again, falling back and paying are for others.
 */
export type LanguageModel = {
  facts: LanguageModelFacts
  /**
   * Tokens of the request's input, tools and schema included: exact for a model on this machine (its own tokeniser), never
   * below what a provider will count for others as far as that can be known here.
   */
  countTokens(
    request: Pick<GenerationRequest, 'messages' | 'tools' | 'structured'> & { signal?: AbortSignal },
  ): Promise<number>
  /** @throws ModelError, at the first part or later; the signal's reason */
  stream(request: GenerationRequest): AsyncIterable<StreamPart>
  /** @throws ModelError; the signal's reason */
  generate(request: GenerationRequest): Promise<Generated>
  /** Of a model whose provider has a lower price for work that can wait. */
  batches?: BatchModel
  /** Of a model that keeps what it has read between its answers, on this machine: drops all of it. */
  forgetConversations?(): Promise<void>
  close(): Promise<void>
}

/** A request that can wait. `id`: 64 letters, digits, `_` and `-` at most; it finds the batch and its answer again. */
export type BatchedRequest = { id: string; request: Omit<GenerationRequest, 'tools' | 'structured' | 'signal'> }

/** What came of a request: the parts of its whole answer, or why there is none. */
export type BatchResult = { parts: readonly StreamPart[] } | { error: ModelError }

/** Where a request may be: in this batch; nowhere; or in one of which the provider does not say yet what is in it. */
export type BatchPlace = { state: 'found'; batchId: string } | { state: 'nowhere' } | { state: 'unsure' }

/**
 * Work that a provider does within a day, at a part of its price: a batch a request. Only models whose providers have such
 * a way have this. Every function throws ModelError or the signal's reason.
 */
export type BatchModel = {
  /** Resolves when the provider has taken it. Throws when it has not, or when nobody knows. */
  submit(
    asked: BatchedRequest,
    signal: AbortSignal,
  ): Promise<{ batchId: string; warnings: readonly GenerationWarning[] }>
  /** Looks for a request whose end nobody saw, submitted about `since`. What was prepared for one that is nowhere is erased. */
  find(asked: { id: string; since: number }, signal: AbortSignal): Promise<BatchPlace>
  /** `ended`: nothing more will come of it, be there an answer or not. */
  poll(batchId: string, signal: AbortSignal): Promise<'running' | 'ended'>
  /** The result of a batch that has ended; null when it ended without one. */
  collect(asked: { id: string; batchId: string }, signal: AbortSignal): Promise<BatchResult | null>
  /** What is being answered already may still come, and is billed. */
  cancel(batchId: string, signal: AbortSignal): Promise<void>
  /** Erases the request and the answer of a batch that has ended, as far as the provider lets. */
  erase(batchId: string, signal: AbortSignal): Promise<void>
}
