import { z } from 'zod'
import type { EmbedPurpose } from '../model-runner.ts'
import type { RemoteModel, RemoteRuntime } from '../model-source.ts'
import { addressOf } from './server.ts'

type Reply = { vectors: (readonly number[])[]; tokens: number | null }

/** How a server is asked for vectors, and how its answer is read. */
export type EmbeddingProtocol = {
  /** Texts of one call. */
  mostTexts: number
  url(model: RemoteModel): string
  headers(model: RemoteModel): Record<string, string>
  body(model: RemoteModel, texts: readonly string[], purpose: EmbedPurpose): unknown
  /** @throws ZodError for an answer of another shape */
  read(answer: unknown): Reply
}

const OpenAiReply = z.object({
  data: z.array(z.object({ index: z.int().nonnegative().optional(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.int().optional(), total_tokens: z.int().optional() }).nullish(),
})
const GeminiReply = z.object({
  embeddings: z.array(z.object({ values: z.array(z.number()) })),
  usageMetadata: z.object({ promptTokenCount: z.int().optional() }).nullish(),
})
const OllamaReply = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.int().nullish(),
})

export const bearer = ({ key }: RemoteModel): Record<string, string> =>
  key === null ? {} : { authorization: `Bearer ${key}` }

const openAiCompatible: EmbeddingProtocol = {
  mostTexts: 64,
  url: ({ url }) => addressOf(url, { version: '/v1', path: '/embeddings' }),
  headers: bearer,
  body: ({ name }, texts) => ({ model: name, input: texts, encoding_format: 'float' }),
  read(answer) {
    const { data, usage } = OpenAiReply.parse(answer)
    const byPlace = new Map(data.map(({ index, embedding }, place) => [index ?? place, embedding]))
    return {
      // Two of one place, or one of a place that was not asked for: too few are left.
      vectors: data.flatMap((_, place) => {
        const vector = byPlace.get(place)
        return vector === undefined ? [] : [vector]
      }),
      tokens: usage?.total_tokens ?? usage?.prompt_tokens ?? null,
    }
  },
}

const gemini: EmbeddingProtocol = {
  mostTexts: 100,
  url: ({ url, name }) => addressOf(url, { version: '/v1beta', path: `/models/${bareName(name)}:batchEmbedContents` }),
  headers: ({ key }) => (key === null ? {} : { 'x-goog-api-key': key }),
  body: ({ name }, texts, purpose) => ({
    requests: texts.map((text) => ({
      model: `models/${bareName(name)}`,
      content: { parts: [{ text }] },
      taskType: purpose === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT',
    })),
  }),
  read(answer) {
    const { embeddings, usageMetadata } = GeminiReply.parse(answer)
    return { vectors: embeddings.map(({ values }) => values), tokens: usageMetadata?.promptTokenCount ?? null }
  },
}

const bareName = (name: string) => name.replace(/^models\//, '')

const ollama: EmbeddingProtocol = {
  mostTexts: 64,
  url: ({ url }) => addressOf(url, { version: '', path: '/api/embed' }),
  headers: bearer,
  body: ({ name }, texts) => ({ model: name, input: texts, truncate: true }),
  read(answer) {
    const { embeddings, prompt_eval_count: tokens } = OllamaReply.parse(answer)
    return { vectors: embeddings, tokens: tokens ?? null }
  },
}

export const embeddingProtocols: Readonly<Record<RemoteRuntime, EmbeddingProtocol>> = {
  'openai-compatible': openAiCompatible,
  gemini,
  ollama,
}
