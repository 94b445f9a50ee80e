import { oc } from '@orpc/contract'
import { declare } from './errors.ts'

/** What every procedure starts from: the two errors that any call can meet. */
export const procedure = oc.errors(declare('ENGINE_UNAVAILABLE', 'INTERNAL'))
