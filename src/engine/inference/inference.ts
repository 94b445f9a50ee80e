import { setTimeout as delay } from 'node:timers/promises'
import type { Net } from '../net/net.ts'
import { openExtractiveModel } from './adapters/extractive/extractive-model.ts'
import { openRemoteEmbedder } from './adapters/remote-embedder.ts'
import { openRemoteReranker } from './adapters/remote-reranker.ts'
import { type Catalogue, type CatalogueModel, readCatalogue } from './catalogue/catalogue.ts'
import { type DownloadProgress, downloadModel } from './files/download-model.ts'
import { type Imported, importModel, type ModelImport } from './files/import-model.ts'
import type { LanguageModel } from './language-model.ts'
import type { LanguageServer, LanguageSource, ListedLanguage } from './language-source.ts'
import {
  type LocalOptions,
  openLocalEmbedder,
  openLocalEntailer,
  openLocalLanguageModel,
  openLocalReranker,
} from './local/open-local-model.ts'
import { type Embedder, type Entailer, ModelError, type Reranker } from './model-runner.ts'
import { isLocal, type ModelSource } from './model-source.ts'
import { listRemoteLanguages, openRemoteLanguage, type RemoteLanguageOptions } from './remote-language.ts'

/** Models at work, and how they come onto this machine. */
export type Inference = {
  /** The models that can be downloaded. */
  catalogue: readonly CatalogueModel[]
  /**
   * Loads an embedding model, or asks a server for a first vector where its length is not known. To be closed.
   *
   * @throws ModelError, or the signal's reason
   */
  openEmbedder(source: ModelSource, signal: AbortSignal): Promise<Embedder>
  /** Loads a reranking model; a server is not asked. To be closed. @throws ModelError */
  openReranker(source: ModelSource): Promise<Reranker>
  /**
   * A language model, wherever it is. One on this machine is loaded, a server is not asked. To be closed.
   *
   * @throws ModelError
   */
  openLanguage(source: LanguageSource, options: OpenLanguageOptions): Promise<LanguageModel>
  /** The language models that a server says it has, which costs nothing. @throws ModelError, or the signal's reason */
  listLanguages(server: LanguageServer, options: { totalMs: number; signal: AbortSignal }): Promise<ListedLanguage[]>
  /** Passes the time before a call is made again. Rejects with the signal's reason. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Loads an entailment model, which has to be on this machine. To be closed. @throws ModelError */
  openEntailer(source: ModelSource): Promise<Entailer>
  /**
   * Downloads a model of the catalogue into `folder`, which is there once the model is whole. A download that was cut off
   * goes on.
   *
   * @throws ModelError, Failure DISK_FULL, or the signal's reason
   */
  download(
    model: CatalogueModel,
    options: { folder: string; onProgress: (progress: DownloadProgress) => void; signal: AbortSignal },
  ): Promise<void>
  /** Copies a model from the disk into `folder` and tries it. @throws ModelError, Failure PATH_NOT_FOUND, PATH_UNREADABLE, DISK_FULL */
  take(model: Omit<ModelImport, 'options'>): Promise<Imported>
}

export type OpenLanguageOptions = Omit<RemoteLanguageOptions, 'net'>

export type InferenceOptions = LocalOptions & {
  net: Net
  /** In trials, others than those that Diwan ships. */
  catalogue?: Catalogue
  /** Passes the time between two tries of a call, in trials without waiting. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

export function createInference(options: InferenceOptions): Inference {
  const { net, catalogue = readCatalogue(), wait = passTime, ...local } = options
  return {
    catalogue: catalogue.models,
    openEmbedder: (source, signal) =>
      isLocal(source) ? openLocalEmbedder(source, local) : openRemoteEmbedder({ net, model: source, wait }, signal),
    openReranker: async (source) =>
      isLocal(source) ? openLocalReranker(source, local) : openRemoteReranker({ net, model: source, wait }),
    async openEntailer(source) {
      if (isLocal(source)) return openLocalEntailer(source, local)
      throw new ModelError('MODEL_FAILED', 'servers have no protocol for entailment')
    },
    async openLanguage(source, remote) {
      if (source.type === 'local') return openLocalLanguageModel(source, local)
      if (source.type === 'extractive') return openExtractiveModel()
      return openRemoteLanguage(source, { ...remote, net })
    },
    listLanguages: (server, asked) => listRemoteLanguages(server, { ...asked, net }),
    wait,
    download: (model, { folder, onProgress, signal }) =>
      downloadModel({ model, hub: catalogue.hub, folder, net, onProgress, signal, wait }),
    take: (model) => importModel({ ...model, options: local }),
  }
}

async function passTime(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}
