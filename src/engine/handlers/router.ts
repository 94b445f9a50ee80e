import type { Router } from '@orpc/server'
import type { CallContext } from '../../contract/call-context.ts'
import type { Contract } from '../../contract/contract.ts'
import { aheadHandlers } from './ahead.ts'
import { chatHandlers } from './chat.ts'
import { documentHandlers } from './documents.ts'
import { erasureHandlers } from './erasures.ts'
import { evaluationHandlers } from './evaluation.ts'
import { folderHandlers } from './folders.ts'
import { graphHandlers } from './graph.ts'
import { healthHandlers } from './health.ts'
import { jobHandlers } from './jobs.ts'
import { libraryHandlers } from './libraries.ts'
import { modelHandlers } from './models.ts'
import { networkHandlers } from './network.ts'
import { createProcedures } from './procedure.ts'
import { providerHandlers } from './providers.ts'
import type { Rooms } from './rooms.ts'
import { searchHandlers } from './search.ts'
import { settingsHandlers } from './settings.ts'
import { surroundRouter } from './surround.ts'
import { budgetHandlers, priceHandlers, usageHandlers } from './usage.ts'

/** The contract, implemented. A handler that is missing or too many does not compile. */
export function createRouter(rooms: Rooms): EngineRouter {
  const procedures = createProcedures()
  const router = procedures.router({
    health: healthHandlers(procedures, rooms),
    libraries: libraryHandlers(procedures, rooms),
    documents: documentHandlers(procedures, rooms),
    folders: folderHandlers(procedures, rooms),
    erasures: erasureHandlers(procedures, rooms),
    jobs: jobHandlers(procedures, rooms),
    search: searchHandlers(procedures, rooms),
    chat: chatHandlers(procedures, rooms),
    ahead: aheadHandlers(procedures, rooms),
    models: modelHandlers(procedures, rooms),
    providers: providerHandlers(procedures, rooms),
    usage: usageHandlers(procedures, rooms),
    prices: priceHandlers(procedures, rooms),
    budgets: budgetHandlers(procedures, rooms),
    network: networkHandlers(procedures, rooms),
    evaluation: evaluationHandlers(procedures, rooms),
    graph: graphHandlers(procedures, rooms),
    settings: settingsHandlers(procedures, rooms),
  })
  return surroundRouter(router, rooms.telemetry)
}

export type EngineRouter = Router<Contract, CallContext>
