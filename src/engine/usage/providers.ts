import type { Provider, ProviderKind, ProviderProtocol } from '../../contract/providers.ts'
import { Failure } from '../../domain/failure.ts'
import type { Inference } from '../inference/inference.ts'
import { ModelError } from '../inference/model-runner.ts'
import { defaultsOf, isOnThisMachine } from '../inference/provider-kinds.ts'
import type { ProviderGuards } from '../inference/resilience/provider-guard.ts'
import type { StoredProvider } from '../store/repositories/providers.ts'
import type { Store } from '../store/store.ts'
import { asFailure } from './model-failure.ts'
import type { ModelSecrets } from './open-models.ts'
import { batchPercentOf, keyOf, type ProviderCheck, readCheck, toStoredModel } from './provider-record.ts'
import { shippedBatchPercent } from './shipped-prices.ts'

export type ProviderInput = {
  name: string
  kind: ProviderKind
  url?: string | undefined
  protocol?: ProviderProtocol | undefined
  key?: string | undefined
  usesBatches?: boolean | undefined
}

export type ProviderChange = {
  name: string
  url?: string | undefined
  protocol?: ProviderProtocol | undefined
  /** Null takes it away. */
  key?: string | null | undefined
  usesBatches?: boolean | undefined
  /** Null: as the table of prices says. */
  batchPercent?: number | null | undefined
}

/** The servers of language models that a person has added. Their keys go in and never come out. */
export type Providers = {
  list(): Promise<Provider[]>
  /** @throws Failure PROVIDER_NOT_FOUND */
  get(name: string): Promise<Provider>
  /** @throws Failure PROVIDER_NAME_TAKEN, PROVIDER_INVALID, DISK_FULL */
  add(provider: ProviderInput): Promise<Provider>
  /** What is not said stays. @throws Failure PROVIDER_NOT_FOUND, PROVIDER_INVALID, DISK_FULL */
  update(change: ProviderChange): Promise<Provider>
  /** With its key. @throws Failure PROVIDER_NOT_FOUND */
  remove(name: string): Promise<void>
  /**
   * Asks a provider for its models, which costs nothing, and keeps what it names and how that went.
   *
   * @throws Failure PROVIDER_NOT_FOUND, MODEL_UNREACHABLE, MODEL_FAILED, NETWORK_OFFLINE; the signal's reason
   */
  test(name: string, signal: AbortSignal): Promise<{ provider: Provider; models: number; milliseconds: number }>
  /** Keeps how a call of a provider went, where that is not as it went before: most calls write nothing. */
  noteCall(name: string, called: ProviderCheck): Promise<void>
}

export type ProviderRooms = {
  store: Store
  secrets: ModelSecrets
  inference: Inference
  guards: ProviderGuards
  /** Told when a provider's address, key or models are others than before, or it is gone. */
  onChanged: (name: string) => void
  now: () => number
}

/** Names that mean something else already: the model that quotes. */
const reserved = new Set(['extractive'])
const patienceMs = 30_000

export function createProviders(rooms: ProviderRooms): Providers {
  const { store, secrets, inference, guards, onChanged, now } = rooms
  /** What the last call of each provider came to. */
  const lastCalls = new Map<string, string>()

  function show(stored: StoredProvider): Provider {
    const { name, kind, protocol, url, hasKey, usesBatches, addedAt } = stored
    const batchPercent = batchPercentOf(stored)
    const { circuit, retryAt } = guards.of(name).circuit.state()
    const lastCheck = readCheck(stored)
    const facts = { name, kind, protocol, url, hasKey, isLocal: isOnThisMachine(url), addedAt }
    return { ...facts, circuit, retryAt, lastCheck, usesBatches, batchPercent }
  }

  /** @throws Failure PROVIDER_NOT_FOUND */
  async function require(name: string): Promise<StoredProvider> {
    const stored = await store.read('providers.find', { name })
    if (stored === null) throw new Failure('PROVIDER_NOT_FOUND', { name })
    return stored
  }

  /** What is known of a provider is about another from now on. */
  function forget(name: string): void {
    lastCalls.delete(name)
    guards.forget(name)
    onChanged(name)
  }

  async function noteCheck(name: string, check: ProviderCheck): Promise<void> {
    await store.write('providers.checked', { name, lastCheck: JSON.stringify(check) })
  }

  return {
    list: async () => (await store.read('providers.list', null)).map(show),
    get: async (name) => show(await require(name)),
    async noteCall(name, called) {
      const told = `${called.code} ${called.status}`
      if (lastCalls.get(name) === told) return
      lastCalls.set(name, told)
      await noteCheck(name, called)
    },

    async add({ name, kind, key, usesBatches = false, ...typed }) {
      const invalid = (reason: string) => new Failure('PROVIDER_INVALID', { name, reason })
      if (reserved.has(name.toLowerCase())) throw new Failure('PROVIDER_NAME_TAKEN', { name })
      const isInCatalogue = inference.catalogue.some(({ id }) => id.split('/', 1)[0] === name)
      if (isInCatalogue) throw new Failure('PROVIDER_NAME_TAKEN', { name })
      const defaults = defaultsOf(kind)
      const url = typed.url ?? defaults.url
      if (url === null) throw invalid(`a provider of kind ${kind} needs its address`)
      const protocol = typed.protocol ?? defaults.protocol
      const obstacle = addressObstacle(url)
      if (obstacle !== null) throw invalid(obstacle)
      const facts = { name, kind, protocol, url, hasKey: key !== undefined, lastCheck: null, addedAt: now() }
      refuseBatches({ name, kind, usesBatches })
      // A name that is taken has a key of its own, which must stay: the name comes first.
      await store.write('providers.add', { ...facts, usesBatches, batchPercent: null })
      try {
        if (key === undefined) await secrets.remove(keyOf(name))
        else await secrets.set(keyOf(name), key)
      } catch (error) {
        await store.write('providers.remove', { name })
        throw error
      }
      forget(name)
      return show(await require(name))
    },

    async update({ name, key, ...typed }) {
      const stored = await require(name)
      const { url = stored.url, protocol = stored.protocol } = typed
      const obstacle = addressObstacle(url)
      if (obstacle !== null) throw new Failure('PROVIDER_INVALID', { name, reason: obstacle })
      // A key belongs to the server that it was given for: another server does not get to see it.
      const isElsewhere = new URL(url).origin !== new URL(stored.url).origin
      // Nor does another server get documents to keep that this one was let have.
      const { usesBatches = stored.usesBatches && !isElsewhere, batchPercent = stored.batchPercent } = typed
      refuseBatches({ name, kind: stored.kind, usesBatches })
      const isGone = key === null || (key === undefined && isElsewhere)
      if (typeof key === 'string') await secrets.set(keyOf(name), key)
      const hasKey = typeof key === 'string' || (stored.hasKey && !isGone)
      await store.write('providers.update', { name, url, protocol, hasKey, usesBatches, batchPercent })
      if (isGone) await secrets.remove(keyOf(name))
      forget(name)
      return show(await require(name))
    },

    async remove(name) {
      await store.write('providers.remove', { name })
      await secrets.remove(keyOf(name))
      forget(name)
    },

    async test(name, signal) {
      const { kind, protocol, url } = await require(name)
      const begun = performance.now()
      const check = (failed: Pick<ProviderCheck, 'code' | 'status'>): ProviderCheck => ({
        ...{ at: now(), milliseconds: Math.round(performance.now() - begun), ...failed },
      })
      try {
        const key = await secrets.get(keyOf(name))
        const models = await inference.listLanguages({ kind, protocol, url, key }, { totalMs: patienceMs, signal })
        const milliseconds = performance.now() - begun
        await store.write('providers.named', { name, models: models.map(toStoredModel) })
        await noteCheck(name, check({ code: null, status: null }))
        onChanged(name)
        return { provider: show(await require(name)), models: models.length, milliseconds }
      } catch (error) {
        if (error instanceof ModelError) await noteCheck(name, check(error))
        throw asFailure(name, error)
      }
    },
  }
}

/** @throws Failure PROVIDER_INVALID */
function refuseBatches(asked: Pick<StoredProvider, 'name' | 'kind' | 'usesBatches'>): void {
  const { name, kind, usesBatches } = asked
  if (!usesBatches || shippedBatchPercent(kind) !== null) return
  throw new Failure('PROVIDER_INVALID', { name, reason: `a provider of kind ${kind} has no batch price here` })
}

/** Why a provider can't be at an address; null when it can. */
function addressObstacle(url: string): string | null {
  const { username, password } = new URL(url)
  return username === '' && password === ''
    ? null
    : 'an address with a user or password in it would be shown: use a key'
}
