import type { Model, ModelKind, ModelRuntime } from '../../contract/models.ts'
import type { Embedder, Entailer, Reranker } from '../inference/model-runner.ts'

export type { Embedder, Entailer, Reranker } from '../inference/model-runner.ts'

/** A model of a server, as a person adds it. */
export type ServerModel = {
  modelId: string
  kind: ModelKind
  runtime: Exclude<ModelRuntime, 'onnx' | 'gguf'>
  url: string
  /** The server's own name of the model. */
  name: string
  /** Kept sealed and never given back. */
  key?: string | undefined
  inputPrice?: number | undefined
}

/**
 * The models of this installation, the only way any other room gets one: what they read is counted and priced here.
 */
export type Models = {
  /** Installed and added ones, then what the catalogue has beside them. */
  list(kind?: ModelKind): Promise<Model[]>
  /** @throws Failure MODEL_NOT_FOUND */
  get(modelId: string): Promise<Model>
  /**
   * An embedder over an installed model, shared by all who ask for it: not to be closed. Recent questions are not read
   * again; the vectors of chunks are kept by content in the store. `libraryIds`: whose texts it reads, or about which the
   * questions are; its work counts in their budgets.
   *
   * @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED, MODEL_FAILED, MODEL_UNREACHABLE, NETWORK_OFFLINE
   */
  embedder(modelId: string, libraryIds?: readonly string[]): Promise<Embedder>
  /**
   * The reranking model in use, which is the one that came last; with `localOnly`, the last one on this machine. Null when
   * there is none at all. Not to be closed. `libraryIds` as of `embedder`.
   *
   * @throws Failure LOCAL_ONLY when there are some, and none of them on this machine; and as `embedder` does
   */
  reranker(wanted: { localOnly: boolean; libraryIds?: readonly string[] }): Promise<Reranker | null>
  /** The entailment model in use, which is the one that came last; null when there is none. Not to be closed. */
  entailer(): Promise<Entailer | null>
  /** Makes the job that downloads a model, or finds the one that does; the caller wakes the queue. @throws Failure MODEL_NOT_FOUND */
  pull(modelId: string): Promise<{ jobId: string }>
  /** @throws Failure PATH_NOT_FOUND, PATH_UNREADABLE, MODEL_NAME_TAKEN, MODEL_INVALID, DISK_FULL */
  take(model: { path: string; modelId: string; kind: ModelKind }): Promise<Model>
  /** @throws Failure MODEL_NAME_TAKEN, MODEL_INVALID, DISK_FULL */
  add(model: ServerModel): Promise<Model>
  /** @throws Failure MODEL_NOT_FOUND, MODEL_IN_USE */
  remove(modelId: string): Promise<void>
  /**
   * Lets a model work on a short text, and keeps what it says of itself.
   *
   * @throws Failure as `embedder` does
   */
  test(modelId: string): Promise<{ model: Model; milliseconds: number }>
  close(): Promise<void>
}
