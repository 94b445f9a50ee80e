import type { ModelKind, ModelRuntime } from '../../contract/models.ts'

/** How one vector is made of a text's token vectors: their mean, that of the mark at the front, or the last token's. */
export type Pooling = 'mean' | 'cls' | 'last'

/** What an embedding model puts before a text that is a question or a passage. Most put nothing. */
export type Prefixes = { query: string; passage: string }

/** What a model's weights do not say by themselves. */
export type ModelDescription = {
  pooling: Pooling
  prefixes: Prefixes
  /** Tokens of one text; null takes what the model's own files say. */
  maximumTokens: number | null
}

export type LocalRuntime = Extract<ModelRuntime, 'onnx' | 'gguf'>
export type RemoteRuntime = Exclude<ModelRuntime, LocalRuntime>

/** A model on this machine: a folder with its files. `description` goes before what the folder's files say. */
export type LocalModel = {
  runtime: LocalRuntime
  folder: string
  description?: Partial<ModelDescription>
}

/** A model of a server, under the name that the server calls it by. The key is sent, and never logged or thrown. */
export type RemoteModel = {
  runtime: RemoteRuntime
  url: string
  name: string
  key: string | null
  /** Tokens of one text, where somebody has said. */
  maximumTokens?: number | null
  /** Numbers of a vector, where they are known from a call before: the server is not asked for them then. */
  dimensions?: number | null
  prefixes?: Prefixes
}

export type ModelSource = LocalModel | RemoteModel

export const isLocal = (source: ModelSource): source is LocalModel => 'folder' in source

/** What a local model is given to load. */
export type LoadRequest = {
  kind: ModelKind
  runtime: LocalRuntime
  folder: string
  /** The file with the weights, below the folder. */
  file: string
  description: ModelDescription
  /** Threads of one calculation; null leaves it to the runtime. */
  threads: number | null
}
