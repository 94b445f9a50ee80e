import { type ImplementerInternalWithMiddlewares, implement } from '@orpc/server'
import type { CallContext } from '../../contract/call-context.ts'
import { type Contract, contract } from '../../contract/contract.ts'

/** The contract's procedures, to be given their handlers. */
export type Procedures = ImplementerInternalWithMiddlewares<Contract, CallContext, CallContext>

export function createProcedures(): Procedures {
  return implement(contract).$context<CallContext>()
}
