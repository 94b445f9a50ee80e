import type { Scored } from '../../../domain/fusion.ts'
import type { PassPlace } from '../one-pass.ts'

/** Passages that the best ones so far are looked at for names. */
const passagesFollowed = 10

/** Passages that the names of a question, and of what was found, lead to; none without a graph. */
export async function searchGraph(place: PassPlace, question: string, fused: readonly Scored[]): Promise<Scored[]> {
  const { rooms, scope, filter, limit, signal } = place
  const { graph } = rooms
  if (graph === undefined || !scope.settings.graph || fused.length === 0) return []
  const chunkIds = fused.slice(0, passagesFollowed).map(({ id }) => id)
  const found = await rooms.stages.run('graph', () =>
    graph({ question, libraryIds: scope.libraryIds, filter, chunkIds, limit, signal }),
  )
  return found.map(({ chunkId, score }) => ({ id: chunkId, score })).sort((a, b) => b.score - a.score)
}
