import { rm, stat } from 'node:fs/promises'
import type { Model, ModelKind } from '../../contract/models.ts'
import { Failure, isFailure } from '../../domain/failure.ts'
import { partialFolder } from '../inference/files/download-model.ts'
import { type Embedder, ModelError } from '../inference/model-runner.ts'
import type { StoredModel } from '../store/repositories/models.ts'
import { asFailure } from './model-failure.ts'
import {
  folderOf,
  readRecord,
  secretOf,
  showCatalogued,
  showStored,
  staysHere,
  toSource,
  toStored,
} from './model-record.ts'
import type { Models, ServerModel } from './models.ts'
import { createOpenModels, type ModelRooms } from './open-models.ts'

/** What a model is tried with. */
const trial = {
  question: 'What is written here?',
  passage: 'A short text to try the model with.',
  claim: 'The text is short.',
}

/** What a model on this machine has no use for. */
const forLocal = {
  patience: { firstTokenMs: 0, silenceMs: 0, totalMs: 0 },
  onRateLimits: () => undefined,
  facts: undefined,
}

export function createModels(rooms: ModelRooms): Models {
  const { store, inference, secrets, dataFolder } = rooms
  const open = createOpenModels(rooms)
  const catalogued = (modelId: string) => inference.catalogue.find(({ id }) => id === modelId)

  /** @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED */
  async function requireInstalled(modelId: string): Promise<StoredModel> {
    const model = await store.read('models.find', { modelId })
    if (model !== null) return model
    throw new Failure(catalogued(modelId) === undefined ? 'MODEL_NOT_FOUND' : 'MODEL_NOT_INSTALLED', { modelId })
  }

  async function requireKind(modelId: string, kind: ModelKind): Promise<StoredModel> {
    const model = await requireInstalled(modelId)
    if (model.kind !== kind) throw new Failure('MODEL_NOT_FOUND', { modelId })
    return model
  }

  /** Of one kind, in the order in which they came: the last one is in use. */
  async function installedOf(kind: ModelKind): Promise<StoredModel[]> {
    const stored = await store.read('models.list', null)
    return stored.filter((model) => model.kind === kind)
  }

  async function list(kind?: ModelKind): Promise<Model[]> {
    const stored = await store.read('models.list', null)
    const downloading = new Set((await store.read('models.downloads', null)).map(({ modelId }) => modelId))
    const installed = new Set(stored.map(({ id }) => id))
    const others = inference.catalogue.filter(({ id }) => !installed.has(id))
    const all = [
      ...stored.map(showStored),
      ...others.map((model) => showCatalogued(model, downloading.has(model.id) ? 'downloading' : 'available')),
    ]
    return kind === undefined ? all : all.filter((model) => model.kind === kind)
  }

  async function get(modelId: string): Promise<Model> {
    const found = (await list()).find(({ id }) => id === modelId)
    if (found === undefined) throw new Failure('MODEL_NOT_FOUND', { modelId })
    return found
  }

  async function refuseTaken(modelId: string): Promise<void> {
    const taken = catalogued(modelId) !== undefined || (await store.read('models.find', { modelId })) !== null
    if (taken) throw new Failure('MODEL_NAME_TAKEN', { modelId })
  }

  async function take({ path, modelId, kind }: Parameters<Models['take']>[0]): Promise<Model> {
    await refuseTaken(modelId)
    const folder = folderOf(dataFolder, modelId)
    // What an import left that was cut off before its model was noted.
    await rm(folder, { recursive: true, force: true })
    const {
      runtime,
      fingerprint: _fingerprint,
      ...taken
    } = await inference.take({ path, kind, folder }).catch((error: unknown) => {
      throw error instanceof ModelError
        ? new Failure('MODEL_INVALID', { modelId, reason: error.message }, { cause: error })
        : error
    })
    const facts = { ...taken, title: modelId, inputPrice: 0 }
    await store.write('models.add', toStored({ id: modelId, kind, runtime }, facts))
    return get(modelId)
  }

  async function add({ modelId, kind, runtime, url, name, key, inputPrice }: ServerModel): Promise<Model> {
    await refuseTaken(modelId)
    if (kind === 'entailment') {
      throw new Failure('MODEL_INVALID', { modelId, reason: 'an entailment model has to run on this machine' })
    }
    if (kind === 'language') {
      throw new Failure('MODEL_INVALID', { modelId, reason: 'language models of a server come with their provider' })
    }
    if (kind === 'reranking' && runtime !== 'openai-compatible') {
      throw new Failure('MODEL_INVALID', { modelId, reason: `a server of ${runtime} has no reranking` })
    }
    // A key without its model does no harm; a model without its key does not work.
    if (key === undefined) await secrets.remove(secretOf(modelId))
    else await secrets.set(secretOf(modelId), key)
    const facts = { title: name, url, name, inputPrice: inputPrice ?? null }
    await store.write('models.add', toStored({ id: modelId, kind, runtime }, facts))
    return get(modelId)
  }

  async function remove(modelId: string): Promise<void> {
    const folder = folderOf(dataFolder, modelId)
    try {
      await store.write('models.remove', { modelId })
    } catch (error) {
      const isUnknown = isFailure(error) && error.code === 'MODEL_NOT_FOUND'
      // What a download left that was given up.
      if (!isUnknown || !(await isThere(partialFolder(folder)))) throw error
    }
    await open.forget(modelId)
    await secrets.remove(secretOf(modelId))
    await rm(folder, { recursive: true, force: true })
    await rm(partialFolder(folder), { recursive: true, force: true })
  }

  /** A server is held to the vectors that it gave first, whatever it runs later: others could not be compared with them. */
  async function keepDimensions(model: StoredModel, { dimensions }: Embedder): Promise<void> {
    const record = readRecord(model)
    if (record.dimensions !== null) return
    await store.write('models.describe', { id: model.id, description: JSON.stringify({ ...record, dimensions }) })
  }

  /** In a process of its own, beside one that others may be talking to. */
  async function tryLanguage(model: StoredModel, signal: AbortSignal): Promise<number> {
    const source = toSource(model, { dataFolder, key: null })
    if (!('folder' in source)) throw new Failure('MODEL_NOT_FOUND', { modelId: model.id })
    const language = await inference.openLanguage({ type: 'local', ...source }, forLocal)
    try {
      const begun = performance.now()
      const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: trial.question }] }]
      await language.generate({ messages, maximumOutputTokens: 8, signal })
      return performance.now() - begun
    } finally {
      await language.close()
    }
  }

  async function test(modelId: string): Promise<{ model: Model; milliseconds: number }> {
    const model = await requireInstalled(modelId)
    const signal = AbortSignal.timeout(120_000)
    try {
      if (model.kind === 'language')
        return { model: await get(modelId), milliseconds: await tryLanguage(model, signal) }
      const openers = { embedding: open.embedder, reranking: open.reranker, entailment: open.entailer }
      const learnt = await openers[model.kind](model, [])
      const begun = performance.now()
      if ('embed' in learnt) await learnt.embed([trial.passage], { purpose: 'passage', signal })
      else if ('score' in learnt) await learnt.score(trial.question, [trial.passage], signal)
      else await learnt.judge([{ premise: trial.passage, claim: trial.claim }], signal)
      const milliseconds = performance.now() - begun
      const record = readRecord(model)
      const dimensions = 'dimensions' in learnt ? learnt.dimensions : record.dimensions
      const maximumTokens = 'maximumTokens' in learnt ? learnt.maximumTokens : record.maximumTokens
      const description = JSON.stringify({ ...record, dimensions, maximumTokens })
      await store.write('models.describe', { id: modelId, description })
      return { model: await get(modelId), milliseconds }
    } catch (error) {
      if (signal.aborted) throw new Failure('MODEL_FAILED', { modelId, reason: 'it did not answer in two minutes' })
      throw asFailure(modelId, error)
    }
  }

  return {
    list,
    get,
    async embedder(modelId, libraryIds = []) {
      const model = await requireKind(modelId, 'embedding')
      const embedder = await open.embedder(model, libraryIds)
      await keepDimensions(model, embedder)
      return embedder
    },
    async reranker({ localOnly, libraryIds = [] }) {
      const installed = await installedOf('reranking')
      const model = installed.findLast((each) => !localOnly || staysHere(readRecord(each)))
      if (model !== undefined) return open.reranker(model, libraryIds)
      if (installed.length > 0) throw new Failure('LOCAL_ONLY', {})
      return null
    },
    async entailer() {
      const model = (await installedOf('entailment')).at(-1)
      return model === undefined ? null : open.entailer(model)
    },
    async pull(modelId) {
      const model = catalogued(modelId)
      if (model === undefined) throw new Failure('MODEL_NOT_FOUND', { modelId })
      const { title } = model
      const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0)
      return store.write('models.pull', { modelId, title, bytes, now: Date.now() })
    },
    take,
    add,
    remove,
    test,
    close: () => open.close(),
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
