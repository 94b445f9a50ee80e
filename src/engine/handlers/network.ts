import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function networkHandlers(procedures: Procedures, _rooms: Rooms) {
  const { log, state } = procedures.network
  return { log: log.handler(notYet), state: state.handler(notYet) }
}
