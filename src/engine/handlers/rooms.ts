import type { DocumentCare } from '../ingest/care-for-documents.ts'
import type { Rechunking } from '../ingest/chunking/rechunk.ts'
import type { Embedding } from '../ingest/embedding/embedding.ts'
import type { BoundFolders } from '../ingest/folders/bound-folders.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Net } from '../net/net.ts'
import type { KeyProtection } from '../privacy/data-key.ts'
import type { Erasures } from '../privacy/erasure.ts'
import type { OutboundLog } from '../privacy/outbound-log.ts'
import type { ProxyLoginKeeper } from '../privacy/proxy-login.ts'
import type { AnsweringAhead } from '../retrieval/ahead/answering-ahead.ts'
import type { Conversing } from '../retrieval/chat/conversing.ts'
import type { Evaluations } from '../retrieval/evaluation/evaluation.ts'
import type { Retrieval } from '../retrieval/retrieval.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Budgets } from '../usage/budgets.ts'
import type { OpenSpending } from '../usage/create-spending.ts'
import type { Generations } from '../usage/generation.ts'
import type { LanguageModels } from '../usage/language-models.ts'
import type { Models } from '../usage/models.ts'
import type { Prices } from '../usage/prices.ts'
import type { Providers } from '../usage/providers.ts'
import type { UsageViews } from '../usage/usage-views.ts'
import type { OpenExternally } from './open-document.ts'
import type { SettingsService } from './settings-service.ts'

/** What handlers call. Each handler is a few lines; what it does belongs to a room. */
export type Rooms = {
  store: Store
  telemetry: Telemetry
  jobs: JobQueue
  ingest: Ingest
  folders: BoundFolders
  care: DocumentCare
  erasures: Erasures
  rechunking: Rechunking
  embedding: Embedding
  models: Models
  providers: Providers
  languages: LanguageModels
  generations: Generations
  prices: Prices
  spending: OpenSpending
  budgets: Budgets
  ledger: UsageViews
  retrieval: Retrieval
  conversing: Conversing
  evaluations: Evaluations
  ahead: AnsweringAhead
  settings: SettingsService
  net: Pick<Net, 'state' | 'trouble'>
  outboundLog: Pick<OutboundLog, 'list'>
  proxyLogin: Pick<ProxyLoginKeeper, 'set'>
  /** Null for a host that opens no programs. */
  openExternally: OpenExternally | null
  about: { version: string; dataFolder: string; startedAt: number; keyProtection: KeyProtection }
}
