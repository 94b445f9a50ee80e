import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function erasureHandlers(procedures: Procedures, { store, erasures }: Rooms) {
  const { list, get, verify } = procedures.erasures
  return {
    list: list.handler(({ input }) => store.read('erasures.list', input)),
    get: get.handler(({ input }) => store.read('erasures.get', input)),
    verify: verify.handler(({ input }) => erasures.verify(input.erasureId)),
  }
}
