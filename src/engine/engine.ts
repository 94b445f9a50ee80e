import { join } from 'node:path'
import type { PowerSource } from '../contract/ahead.ts'
import type { Clock } from '../domain/clock.ts'
import type { OpenExternally } from './handlers/open-document.ts'
import { createRouter, type EngineRouter } from './handlers/router.ts'
import { createSettingsService } from './handlers/settings-service.ts'
import { createInference, type InferenceOptions } from './inference/inference.ts'
import { createDocumentCare } from './ingest/care-for-documents.ts'
import { createRechunking } from './ingest/chunking/rechunk.ts'
import { createEmbedding } from './ingest/embedding/embedding.ts'
import { createLibraryIndexes } from './ingest/embedding/library-indexes.ts'
import { createEntityReading } from './ingest/entities/entity-reading.ts'
import { createBoundFolders } from './ingest/folders/bound-folders.ts'
import { createIngest } from './ingest/ingest.ts'
import { systemClock } from './jobs/clock.ts'
import { createJobQueue, type JobQueue } from './jobs/queue.ts'
import { namesThisMachine } from './net/addresses.ts'
import { checkNetworkSettings } from './net/check-network-settings.ts'
import { createNet, type Net, type NetOptions } from './net/net.ts'
import { type KeyProtection, openDataKey, type SecretStore } from './privacy/data-key.ts'
import { createErasures } from './privacy/erasure.ts'
import { createOutboundLog } from './privacy/outbound-log.ts'
import { createProxyLoginKeeper } from './privacy/proxy-login.ts'
import { createRetention } from './privacy/retention.ts'
import { createSecrets } from './privacy/secrets.ts'
import { createAnsweringAhead } from './retrieval/ahead/answering-ahead.ts'
import { estimateAhead } from './retrieval/ahead/estimate-ahead.ts'
import { createConversing } from './retrieval/chat/conversing.ts'
import { createEvaluations } from './retrieval/evaluation/evaluation.ts'
import { createIndexRenewal } from './retrieval/renew-indexes.ts'
import { createRetrieval } from './retrieval/retrieval.ts'
import { createGraphSearch } from './retrieval/stages/follow-names.ts'
import { asDataFolderError, prepareDataFolder } from './store/data-folder.ts'
import { acquireLock, type DataFolderLock } from './store/lock.ts'
import { openStore } from './store/store.ts'
import { createTelemetry, type LogLevel, type Telemetry } from './telemetry/telemetry.ts'
import { createBudgets } from './usage/budgets.ts'
import { createLanguageRooms } from './usage/create-language-rooms.ts'
import { createModels } from './usage/create-models.ts'
import { createSpending } from './usage/create-spending.ts'
import { createPrices } from './usage/prices.ts'
import { createDownloadRunner } from './usage/run-downloads.ts'
import { createUsageViews } from './usage/usage-views.ts'
import { createVectors } from './vectors/create-vectors.ts'

export type { KeyProtection, SecretStore } from './privacy/data-key.ts'
export { KeyError } from './privacy/key-file.ts'
export { DataFolderLockedError, type LockRecord, readLock } from './store/lock.ts'
export type { LogLevel } from './telemetry/telemetry.ts'

export type EngineOptions = {
  dataFolder: string
  version: string
  /** The host's keychain; null when the machine has none. */
  secretStore: SecretStore | null
  passphrase: string | null
  logLevel?: LogLevel
  /** Takes each log line instead of standard error. */
  logDestination?: (line: string) => void
  /** Opens a file in the person's own program for it; without it the host opens nothing. */
  openExternally?: OpenExternally
  /** What the machine runs on; without it nobody knows. */
  power?: () => Promise<PowerSource>
  /** What the host says of proxies; without it the system has none. */
  systemProxy?: NetOptions['systemProxy']
  /** Of what waits for the engine to be idle. Without it, the system's. */
  clock?: Clock
  /** How models are run, where that is not as usual. */
  inference?: Omit<InferenceOptions, 'net'>
}

export type Engine = {
  router: EngineRouter
  /** Lets other programs of this person find the host that serves this engine. */
  announce: DataFolderLock['announce']
  /** How the key of a folder that was new is kept; null when there was a key already. */
  newKey: KeyProtection | null
  /** All metrics in Prometheus text format. */
  metrics(): Promise<string>
  /** Writes a failure of the host itself into the engine's log, so that there is one log. */
  logFailure(error: unknown): void
  /** Puts work down in good order and frees the data folder. Calls in progress end with ENGINE_UNAVAILABLE. */
  close(): Promise<void>
}

/**
 * Opens a data folder and builds the rooms around it. One engine a folder: the lock is held until `close`.
 *
 * @throws DataFolderError, DataFolderLockedError, KeyError, StoreTooNewError, MigrationError, Failure DISK_FULL
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const telemetry = createTelemetry({
    level: options.logLevel ?? 'warn',
    ...(options.logDestination === undefined ? {} : { destination: options.logDestination }),
  })
  let lock: DataFolderLock | null = null
  try {
    prepareDataFolder(options.dataFolder)
    lock = acquireLock(options.dataFolder)
    return await build(options, { telemetry, lock })
  } catch (error) {
    lock?.release()
    throw asDataFolderError(error, options.dataFolder)
  }
}

async function build(
  options: EngineOptions,
  { telemetry, lock }: { telemetry: Telemetry; lock: DataFolderLock },
): Promise<Engine> {
  const { dataFolder, version } = options
  const startedAt = Date.now()
  const { key, protection, isNew } = await openDataKey(options)
  await using cleanup = new AsyncDisposableStack()
  let onWritten: () => void = () => undefined
  const store = await openStore({
    dataFolder,
    key,
    observe: telemetry.observeQuery,
    onWritten: () => onWritten(),
    onThreadError: (err) => telemetry.log.error({ err }, 'a thread of the store failed'),
  })
  cleanup.defer(() => store.close())
  const settings = createSettingsService({
    ...{ store, telemetry },
    check: (next, before) => checkNetworkSettings(next.network, before.network),
    // The one way out is built from these settings, below.
    onUpdated: ({ network }) => {
      if (network.offline) net.cutOff()
    },
  })
  const secrets = createSecrets({ dataFolder, key })
  const proxyLogin = createProxyLoginKeeper(secrets)
  const outboundLog = createOutboundLog({ store, telemetry })
  cleanup.defer(() => outboundLog.close())
  const net: Net = createNet({
    ...{ telemetry, version },
    settings: async () => (await settings.values()).network,
    systemProxy: options.systemProxy ?? null,
    proxyLogin: proxyLogin.get,
    record: outboundLog.record,
  })
  cleanup.defer(() => net.close())
  const ingest = createIngest({
    store,
    telemetry,
    dataFolder,
    key,
    settings: async () => (await settings.values()).ingest,
    net,
  })
  cleanup.defer(() => ingest.close())
  const localSettings = async () => (await settings.values()).local
  const statesFolder = join(dataFolder, 'models', 'states')
  const inference = createInference({ net, settings: localSettings, statesFolder, ...options.inference })
  const clock = options.clock ?? systemClock
  const prices = createPrices({
    ...{ store, clock },
    localTokenPrice: async () => (await settings.values()).models.localTokenPrice,
  })
  const spending = createSpending({ store, prices, clock })
  const models = createModels({ store, telemetry, inference, dataFolder, secrets, spending })
  cleanup.defer(() => models.close())
  const { providers, languages, generations, batches } = createLanguageRooms({
    ...{ store, secrets, inference, spending, dataFolder, clock, settings: settings.values },
  })
  cleanup.defer(() => languages.close())
  const rechunking = createRechunking({ store, telemetry, models })
  cleanup.defer(() => rechunking.close())
  const vectors = createVectors({ dataFolder, key, telemetry })
  cleanup.defer(() => vectors.close())
  const indexes = createLibraryIndexes({ store, telemetry, vectors, onQueued: () => jobs.wake() })
  cleanup.defer(() => indexes.close())
  const names = createEntityReading({ store, telemetry })
  cleanup.defer(() => names.close())
  onWritten = () => {
    indexes.noticeWrite()
    names.noticeWrite()
  }
  const embedding = createEmbedding({ store, telemetry, models, indexes })
  const runners = {
    ingest: ingest.runner,
    rechunk: rechunking.runner,
    embed: embedding.runner,
    download: createDownloadRunner({ store, telemetry, inference, dataFolder }),
  }
  const jobs: JobQueue = createJobQueue({ store, telemetry, runners })
  cleanup.defer(() => jobs.close())
  const care = createDocumentCare({ store })
  let onErased: () => void = () => undefined
  const erasures = createErasures({
    ...{ store, telemetry, dataFolder, originals: ingest, indexes, languages },
    onErased: () => onErased(),
  })
  cleanup.defer(() => erasures.close())
  const retention = createRetention({
    store,
    telemetry,
    dataFolder,
    erasures,
    originals: ingest,
    trashDays: async () => (await settings.values()).libraries.trashDays,
  })
  cleanup.defer(() => retention.close())
  const folders = createBoundFolders({ store, telemetry, jobs, dataFolder })
  cleanup.defer(() => folders.close())
  const renewal = createIndexRenewal({ store, telemetry })
  cleanup.defer(() => renewal.close())
  const retrievalRooms = {
    store,
    telemetry,
    settings: async () => (await settings.values()).retrieval,
    models,
    servingIndex: (libraryId: string) => indexes.serving(libraryId),
    graph: createGraphSearch({ store }),
  }
  const retrieval = createRetrieval(retrievalRooms)
  const evaluations = createEvaluations({
    ...retrievalRooms,
    ...retrieval,
    passages: async () => (await settings.values()).answers.passages,
  })

  const conversing = createConversing({
    ...{ ...retrievalRooms, retrieval, generations, batches, clock },
    allSettings: settings.values,
  })
  cleanup.defer(() => conversing.close())
  onErased = conversing.waiting.look

  const ahead = createAnsweringAhead({
    store,
    telemetry,
    clock,
    settings: settings.values,
    power: options.power ?? (async () => 'unknown'),
    answer: retrieval.answer,
    estimate: (question) =>
      estimateAhead({ ...retrievalRooms, plan: retrieval.plan, staysHere: namesThisMachine }, question),
    cpuMilliseconds,
  })
  cleanup.defer(() => ahead.close())

  const openExternally = options.openExternally ?? null
  const about = { version, dataFolder, startedAt, keyProtection: protection }
  const router = createRouter({
    store,
    telemetry,
    jobs,
    ingest,
    folders,
    care,
    erasures,
    rechunking,
    embedding,
    models,
    providers,
    languages,
    generations,
    prices,
    spending,
    budgets: createBudgets({ store, clock }),
    ledger: createUsageViews({ store, clock }),
    retrieval,
    conversing,
    evaluations,
    ahead,
    settings,
    net,
    outboundLog,
    proxyLogin,
    openExternally,
    about,
  })
  await spending.begin()
  await store.write('messages.interrupt', { messageId: null })
  await jobs.start()
  await folders.start()
  void erasures.resume()
  void renewal.run()
  names.noticeWrite()
  void indexes.sweep()
  retention.start()
  ahead.start()
  conversing.waiting.look()
  if (protection === 'file') telemetry.log.warn({ code: 'KEY_IN_FILE' }, 'the key lies in the data folder')

  const resources = cleanup.move()
  let closing: Promise<void> | null = null
  return {
    router,
    announce: lock.announce,
    newKey: isNew ? protection : null,
    metrics: () => telemetry.metrics.registry.metrics(),
    logFailure: (error) => telemetry.log.error({ err: error }, 'the host failed'),
    close() {
      closing ??= resources.disposeAsync().finally(() => lock.release())
      return closing
    },
  }
}

function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
