import { ahead } from './ahead.ts'
import { chat } from './chat.ts'
import { documents } from './documents.ts'
import { erasures } from './erasures.ts'
import { evaluation } from './evaluation.ts'
import { folders } from './folders.ts'
import { graph } from './graph.ts'
import { health } from './health.ts'
import { jobs } from './jobs.ts'
import { libraries } from './libraries.ts'
import { models } from './models.ts'
import { network } from './network.ts'
import { providers } from './providers.ts'
import { search } from './search.ts'
import { settings } from './settings.ts'
import { budgets, prices, usage } from './usage.ts'

/** Everything that can be asked of an engine, whatever the door. Spelt out, because the inferred type is too long for a declaration. */
export type Contract = {
  health: typeof health
  libraries: typeof libraries
  folders: typeof folders
  documents: typeof documents
  erasures: typeof erasures
  jobs: typeof jobs
  search: typeof search
  chat: typeof chat
  ahead: typeof ahead
  models: typeof models
  providers: typeof providers
  usage: typeof usage
  prices: typeof prices
  budgets: typeof budgets
  network: typeof network
  evaluation: typeof evaluation
  graph: typeof graph
  settings: typeof settings
}

export const contract: Contract = {
  health,
  libraries,
  folders,
  documents,
  erasures,
  jobs,
  search,
  chat,
  ahead,
  models,
  providers,
  usage,
  prices,
  budgets,
  network,
  evaluation,
  graph,
  settings,
}
