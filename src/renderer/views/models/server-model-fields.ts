import { ModelId, type ModelKind, type ModelRuntime } from '../../../contract/models.ts'

/** What `models.add` takes. */
export type ServerModelInput = {
  modelId: string
  kind: ModelKind
  runtime: ServerRuntime
  url: string
  name: string
  key?: string
  inputPrice?: number
}

export type ServerRuntime = Exclude<ModelRuntime, 'onnx' | 'gguf'>

/** What servers have a protocol for. */
export const serverKinds: readonly ModelKind[] = ['embedding', 'reranking']

/** Where the server of a protocol is usually found. */
export const usualAddresses: Record<ServerRuntime, string> = {
  ollama: 'http://127.0.0.1:11434',
  'openai-compatible': 'https://api.openai.com/v1',
  gemini: 'https://generativelanguage.googleapis.com',
}

/** The fields as they were typed. `price` is in dollars for a million tokens, empty where it is not known. */
export type ServerModelDraft = {
  kind: ModelKind
  runtime: ServerRuntime
  url: string
  name: string
  modelId: string
  key: string
  price: string
}

export const emptyDraft: ServerModelDraft = {
  kind: 'embedding',
  runtime: 'ollama',
  url: usualAddresses.ollama,
  name: '',
  modelId: '',
  key: '',
  price: '',
}

/** The draft with another protocol; an address that nobody has changed goes with it. */
export function withRuntime(draft: ServerModelDraft, runtime: ServerRuntime): ServerModelDraft {
  const isUsual = draft.url === usualAddresses[draft.runtime]
  return { ...draft, runtime, url: isUsual ? usualAddresses[runtime] : draft.url }
}

/** A name for the model here: as it was typed, or made of the protocol and the server's own name. */
export function nameOf({ modelId, runtime, name }: ServerModelDraft): string {
  return modelId.trim() === '' ? `${runtime}/${name.trim()}` : modelId.trim()
}

/** What is to be added, or the fields that are not possible. */
export function parseServerModel(
  draft: ServerModelDraft,
): { model: ServerModelInput; problems: [] } | { model: null; problems: (keyof ServerModelDraft)[] } {
  const modelId = nameOf(draft)
  const name = draft.name.trim()
  const price = draft.price.trim().replace(',', '.')
  const dollars = Number(price)
  const problems: (keyof ServerModelDraft)[] = [
    ...(isWebAddress(draft.url.trim()) ? [] : ['url' as const]),
    ...(name === '' ? ['name' as const] : []),
    ...(ModelId.safeParse(modelId).success ? [] : ['modelId' as const]),
    ...(Number.isFinite(dollars) && dollars >= 0 ? [] : ['price' as const]),
  ]
  if (problems.length > 0) return { model: null, problems }
  const { kind, runtime, key } = draft
  return {
    model: {
      modelId,
      kind,
      runtime,
      url: draft.url.trim(),
      name,
      ...(key === '' ? {} : { key }),
      ...(price === '' ? {} : { inputPrice: Math.round(dollars * 1_000_000_000) }),
    },
    problems: [],
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text)
}
