import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function searchHandlers(procedures: Procedures, { retrieval }: Rooms) {
  const { query, explain } = procedures.search
  return {
    query: query.handler(({ input, signal }) => retrieval.search({ ...input, signal })),
    explain: explain.handler(({ input, signal }) => retrieval.explain({ ...input, signal })),
  }
}
