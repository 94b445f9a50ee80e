import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function searchHandlers(procedures: Procedures, { retrieval }: Rooms) {
  return { query: procedures.search.query.handler(({ input, signal }) => retrieval.search({ ...input, signal })) }
}
