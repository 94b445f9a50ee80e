import type { Model, ModelKind } from '../../contract/models.ts'
import type { Embedder, Reranker } from '../inference/model-runner.ts'

/**
 * The models of this installation, the only way any other room gets one: what they read is counted and priced here.
 */
export type Models = {
  list(kind?: ModelKind): Promise<Model[]>
  /**
   * An embedder that keeps vectors by content: a text that was embedded before is not read again.
   *
   * @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED, MODEL_FAILED
   */
  embedder(modelId: string): Promise<Embedder>
  /** The reranking model in use; null when there is none. */
  reranker(): Promise<Reranker | null>
  close(): Promise<void>
}
