import { extractiveModel } from '../../contract/language-models.ts'
import type { LanguageModelInfo } from '../../contract/providers.ts'
import type { Settings } from '../../contract/settings.ts'
import { Failure } from '../../domain/failure.ts'
import { extractiveFacts } from '../inference/adapters/extractive/extractive-model.ts'
import type { Inference } from '../inference/inference.ts'
import type { LanguageModel, LanguageModelFacts } from '../inference/language-model.ts'
import type { LanguageSource, ListedLanguage } from '../inference/language-source.ts'
import { ModelError } from '../inference/model-runner.ts'
import { isOnThisMachine } from '../inference/provider-kinds.ts'
import type { ProviderGuards } from '../inference/resilience/provider-guard.ts'
import type { StoredModel } from '../store/repositories/models.ts'
import type { StoredProvider } from '../store/repositories/providers.ts'
import type { Store } from '../store/store.ts'
import { readRecord, toSource } from './model-record.ts'
import type { ModelSecrets } from './open-models.ts'
import { keyOf, readStoredModel } from './provider-record.ts'
import type { PricedProvider, Spending } from './spending.ts'

/** A language model at work, shared by all who ask for it: not to be closed. */
export type OpenLanguage = {
  model: LanguageModel
  /** Null for one that no server of a provider runs. */
  provider: string | null
  priced: PricedProvider
}

/** The language models of this installation: those of providers, those on this machine, and the one that quotes. */
export type LanguageModels = {
  /** Of one provider, or all. */
  list(provider?: string): Promise<LanguageModelInfo[]>
  /** As of some seconds ago: who chooses a model looks at all of them for each question. */
  recent(): Promise<ReadonlyMap<string, LanguageModelInfo>>
  /** Null for a name that nobody has heard of; a provider need not list all its models. */
  find(reference: string): Promise<LanguageModelInfo | null>
  /** @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED; ModelError */
  open(reference: string): Promise<OpenLanguage>
  /** A provider or a model has changed or is gone: it is opened anew the next time. */
  forget(name: string): Promise<void>
  /** Models on this machine drop what they have read, in memory and on the disk: documents that are gone were in it. */
  forgetConversations(): Promise<void>
  close(): Promise<void>
}

export type LanguageRooms = {
  store: Store
  secrets: ModelSecrets
  inference: Inference
  guards: ProviderGuards
  spending: Pick<Spending, 'priceOf'>
  settings: () => Promise<Settings['models']>
  dataFolder: string
  now: () => number
}

/** With where its server is, which is read out of the address once and not for each call. */
type PlacedProvider = StoredProvider & { isLocal: boolean }

type RemoteModel = { provider: PlacedProvider; name: string; listed: ListedLanguage | null }

/** What is known of a model that its provider has not listed. */
const unknownFacts: LanguageModelFacts = {
  contextTokens: null,
  maximumOutputTokens: null,
  supports: { tools: true, structured: true, images: true, reasoning: true, caching: true },
}
const localFacts: LanguageModelFacts = {
  ...unknownFacts,
  supports: { tools: true, structured: true, images: false, reasoning: false, caching: true },
}

const recentForMs = 10_000
/** A whole answer of a thinking model may take long; what falls silent is given up much earlier. */
const longestAnswerMs = 3_600_000

export function createLanguageModels(rooms: LanguageRooms): LanguageModels {
  const { store, spending, now } = rooms
  const opened = new Map<string, { patience: string; language: Promise<OpenLanguage> }>()
  /** Each question asks for the same few: what is kept is right until a provider is said to have changed. */
  const found = new Map<string, Promise<RemoteModel | null>>()
  let recent: { at: number; models: Promise<ReadonlyMap<string, LanguageModelInfo>> } | null = null

  type Described = Omit<LanguageModelInfo, 'price' | 'contextTokens' | 'maximumOutputTokens' | 'supports'>

  async function describe(is: Described, facts: LanguageModelFacts, priced: PricedProvider) {
    const price = await spending.priceOf(is.reference, now(), priced)
    return { ...is, ...facts, price }
  }

  const describeRemote = (
    provider: PlacedProvider,
    model: { name: string; title: string; facts: LanguageModelFacts },
  ) => {
    const { name, kind, isLocal } = provider
    const is = { reference: `${name}/${model.name}`, title: model.title, provider: name, isLocal }
    return describe(is, model.facts, { kind, isLocal })
  }

  const describeLocal = (stored: StoredModel) => {
    const { title, maximumTokens } = readRecord(stored)
    const is = { reference: stored.id, title, provider: null, isLocal: true }
    return describe(is, { ...localFacts, contextTokens: maximumTokens }, null)
  }

  const describeQuoting = () =>
    describe({ reference: extractiveModel, title: 'Quotes', provider: null, isLocal: true }, extractiveFacts, null)

  async function list(only?: string): Promise<LanguageModelInfo[]> {
    const [providers, listed, stored] = await Promise.all([
      store.read('providers.list', null),
      store.read('providers.models', null),
      store.read('models.list', null),
    ])
    const placed = new Map(providers.map((provider) => [provider.name, placeOf(provider)]))
    if (only !== undefined && !placed.has(only)) throw new Failure('PROVIDER_NOT_FOUND', { name: only })
    const remote = listed.flatMap((model) => {
      const provider = placed.get(model.provider)
      const isAsked = only === undefined || only === model.provider
      return provider === undefined || !isAsked ? [] : [describeRemote(provider, readStoredModel(model))]
    })
    if (only !== undefined) return Promise.all(remote)
    const local = stored.filter(({ kind }) => kind === 'language').map(describeLocal)
    return Promise.all([...remote, ...local, describeQuoting()])
  }

  /** The provider that a reference names, and its model; null when the part before the first slash is no provider. */
  async function findRemote(reference: string): Promise<RemoteModel | null> {
    const kept = found.get(reference)
    if (kept !== undefined) return kept
    const reading = readRemote(reference)
    found.set(reference, reading)
    const remote = await reading.catch((error: unknown) => {
      found.delete(reference)
      throw error
    })
    // A provider that comes later is not kept from being found.
    if (remote === null) found.delete(reference)
    return remote
  }

  async function readRemote(reference: string): Promise<RemoteModel | null> {
    const slash = reference.indexOf('/')
    const provider = slash < 1 ? null : await store.read('providers.find', { name: reference.slice(0, slash) })
    if (provider === null || slash === reference.length - 1) return null
    const name = reference.slice(slash + 1)
    const stored = await store.read('providers.model', { provider: provider.name, name })
    return { provider: placeOf(provider), name, listed: stored === null ? null : readStoredModel(stored) }
  }

  async function find(reference: string): Promise<LanguageModelInfo | null> {
    if (reference === extractiveModel) return describeQuoting()
    const remote = await findRemote(reference)
    if (remote !== null) {
      const { provider, name, listed } = remote
      return describeRemote(provider, listed ?? { name, title: name, facts: unknownFacts })
    }
    const stored = await store.read('models.find', { modelId: reference })
    return stored?.kind === 'language' ? describeLocal(stored) : null
  }

  /** @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED */
  async function load(reference: string, patience: { firstTokenMs: number; silenceMs: number }): Promise<OpenLanguage> {
    const { inference, guards, dataFolder } = rooms
    const start = (source: LanguageSource, provider: string | null, facts?: LanguageModelFacts) =>
      inference.openLanguage(source, {
        patience: { ...patience, totalMs: longestAnswerMs },
        onRateLimits: (limits) => provider !== null && guards.learn(provider, limits),
        facts,
      })
    if (reference === extractiveModel) {
      return { model: await start({ type: 'extractive' }, null), provider: null, priced: null }
    }
    const remote = await findRemote(reference)
    if (remote !== null) {
      const { provider, name, listed } = remote
      const { kind, protocol, url, isLocal } = provider
      const key = provider.hasKey ? await readKey(provider.name) : null
      const model = await start({ type: 'remote', kind, protocol, url, name, key }, provider.name, listed?.facts)
      return { model, provider: provider.name, priced: { kind, isLocal } }
    }
    const stored = await store.read('models.find', { modelId: reference })
    if (stored?.kind !== 'language') {
      const isKnown = inference.catalogue.some(({ id, kind }) => id === reference && kind === 'language')
      throw new Failure(isKnown ? 'MODEL_NOT_INSTALLED' : 'MODEL_NOT_FOUND', { modelId: reference })
    }
    const source = toSource(stored, { dataFolder, key: null })
    if (!('folder' in source)) throw new Failure('MODEL_NOT_FOUND', { modelId: reference })
    return { model: await start({ type: 'local', ...source }, null), provider: null, priced: null }
  }

  async function readKey(provider: string): Promise<string | null> {
    try {
      return await rooms.secrets.get(keyOf(provider))
    } catch (cause) {
      throw new ModelError('MODEL_UNREACHABLE', 'its key can no longer be read, and has to be given again', {
        status: 401,
        cause,
      })
    }
  }

  return {
    list,
    find,
    recent() {
      if (recent === null || now() - recent.at > recentForMs) {
        const models = list().then((all) => new Map(all.map((model) => [model.reference, model])))
        recent = { at: now(), models }
        models.catch(() => {
          recent = null
        })
      }
      return recent.models
    },
    async open(reference) {
      const { firstTokenSeconds, silenceSeconds } = await rooms.settings()
      const patience = { firstTokenMs: firstTokenSeconds * 1_000, silenceMs: silenceSeconds * 1_000 }
      const isAs = JSON.stringify(patience)
      const before = opened.get(reference)
      if (before?.patience === isAs) return before.language
      const [held] = await Promise.allSettled([before?.language])
      // One on this machine does not ask for patience, and may be in the middle of other answers.
      if (before !== undefined && held.status === 'fulfilled' && held.value?.provider === null) return before.language
      const language = load(reference, patience)
      opened.set(reference, { patience: isAs, language })
      if (before !== undefined) await closeOne(before.language)
      language.catch(() => {
        if (opened.get(reference)?.language === language) opened.delete(reference)
      })
      return language
    },
    async forget(name) {
      recent = null
      found.clear()
      const gone = [...opened].filter(([reference]) => reference === name || reference.startsWith(`${name}/`))
      for (const [reference] of gone) opened.delete(reference)
      await Promise.all(gone.map(([, { language }]) => closeOne(language)))
    },
    async forgetConversations() {
      const all = await Promise.allSettled([...opened.values()].map(({ language }) => language))
      const models = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value.model] : []))
      await Promise.all(models.map((model) => model.forgetConversations?.()))
    },
    async close() {
      const all = [...opened.values()]
      opened.clear()
      await Promise.all(all.map(({ language }) => closeOne(language)))
    },
  }
}

const placeOf = (provider: StoredProvider): PlacedProvider => ({ ...provider, isLocal: isOnThisMachine(provider.url) })

/** One that could not be opened has nothing to close. */
async function closeOne(language: Promise<OpenLanguage>): Promise<void> {
  const [ended] = await Promise.allSettled([language])
  if (ended.status === 'fulfilled') await ended.value.model.close()
}
