import { Failure } from '../../domain/failure.ts'
import type { Inference } from '../inference/inference.ts'
import type { Embedder, Entailer, Reranker } from '../inference/model-runner.ts'
import type { StoredModel } from '../store/repositories/models.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { type Meter, meterEmbedder, meterEntailer, meterReranker } from './metered-models.ts'
import { asFailure } from './model-failure.ts'
import { secretOf, toSource } from './model-record.ts'
import { createPaidWork } from './paid-work.ts'
import type { Spending } from './spending.ts'

/** Reads and keeps the keys of servers. */
export type ModelSecrets = {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  remove(name: string): Promise<void>
}

export type ModelRooms = {
  store: Store
  telemetry: Telemetry
  inference: Inference
  secrets: ModelSecrets
  spending: Spending
  dataFolder: string
}

/** Models at work: each is opened once, for all who ask for it. */
export type OpenModels = {
  /** `libraryIds`: for which it works. @throws Failure MODEL_FAILED, MODEL_UNREACHABLE, NETWORK_OFFLINE */
  embedder(model: StoredModel, libraryIds: readonly string[]): Promise<Embedder>
  /** As `embedder`. */
  reranker(model: StoredModel, libraryIds: readonly string[]): Promise<Reranker>
  /** Throws as `embedder` does. */
  entailer(model: StoredModel): Promise<Entailer>
  /** Ends a model's work; the next who asks for it opens it anew. */
  forget(modelId: string): Promise<void>
  close(): Promise<void>
}

type Closable = { close(): Promise<void> }

export function createOpenModels(rooms: ModelRooms): OpenModels {
  const { telemetry, inference, secrets, spending, dataFolder } = rooms
  const opened = new Map<string, Promise<Closable>>()
  const closing = new AbortController()

  async function open<Runner extends Closable>(model: StoredModel, load: () => Promise<Runner>): Promise<Runner> {
    if (closing.signal.aborted) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
    let runner = opened.get(model.id) as Promise<Runner> | undefined
    if (runner === undefined) {
      runner = load()
      opened.set(model.id, runner)
    }
    try {
      return await runner
    } catch (error) {
      // What was in the way may be gone the next time.
      if (opened.get(model.id) === runner) opened.delete(model.id)
      throw asFailure(model.id, error)
    }
  }

  async function sourceOf(model: StoredModel) {
    return toSource(model, { dataFolder, key: await secrets.get(secretOf(model.id)) })
  }

  function meterOf(model: StoredModel, purpose: string): Meter {
    return { runtime: model.runtime, telemetry, pay: createPaidWork(model, { spending, purpose }) }
  }

  async function forget(modelId: string): Promise<void> {
    const runner = opened.get(modelId)
    opened.delete(modelId)
    const [ended] = await Promise.allSettled([runner])
    if (ended.status === 'fulfilled') await ended.value?.close()
  }

  return {
    async embedder(model, libraryIds) {
      const metered = await open(model, async () => {
        const embedder = await inference.openEmbedder(await sourceOf(model), closing.signal)
        return meterEmbedder(embedder, meterOf(model, 'embedding'))
      })
      return metered.forLibraries(libraryIds)
    },
    async reranker(model, libraryIds) {
      const metered = await open(model, async () => {
        const reranker = await inference.openReranker(await sourceOf(model))
        return meterReranker(reranker, meterOf(model, 'reranking'))
      })
      return metered.forLibraries(libraryIds)
    },
    entailer: (model) =>
      open(model, async () => {
        const entailer = await inference.openEntailer(await sourceOf(model))
        return meterEntailer(entailer, meterOf(model, 'entailment'))
      }),
    forget,
    async close() {
      closing.abort(new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' }))
      await Promise.all([...opened.keys()].map(forget))
    },
  }
}
