import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function aheadHandlers(procedures: Procedures, { ahead }: Rooms) {
  return { status: procedures.ahead.status.handler(() => ahead.status()) }
}
