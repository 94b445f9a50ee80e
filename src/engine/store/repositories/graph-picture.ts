import type { Entity, EntityKind, GraphPicture } from '../../../contract/graph.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'
import { documentsOf, entityColumns, findEntity, namesOf } from './graph.ts'
import { findRelations, namesOfAll } from './graph-relations.ts'
import { findLibraryKey } from './libraries.ts'

type Asked = {
  library: string
  entityId?: string | undefined
  depth: number
  limit: number
  /** None means all. */
  kinds?: readonly EntityKind[] | undefined
}

/** Keys of entities, and how many there are; null when that is not known. */
type Found = { keys: number[]; total: number | null }

export const graphPictureReads = {
  /**
   * The entities of most documents and what joins them; with `entityId`, those around one, the ones that stand with it
   * most often first. @throws Failure LIBRARY_NOT_FOUND, ENTITY_NOT_FOUND
   */
  'graph.picture': (
    connection: ReadConnection,
    { library, entityId, depth, limit, kinds = [] }: Asked,
  ): GraphPicture => {
    const { key: libraryKey } = findLibraryKey(connection, library)
    const only = kinds.length === 0 ? null : JSON.stringify(kinds)
    const { keys, total } =
      entityId === undefined
        ? findStrongest(connection, { libraryKey, limit, only })
        : findAround(connection, {
            libraryKey,
            centre: findCentre(connection, libraryKey, entityId),
            depth,
            limit,
            only,
          })
    const { relations, related } = findRelations(connection, keys, { most: limit * relationsPerEntity })
    return {
      entities: describe(connection, keys),
      relations,
      total,
      related,
      waiting: countWaiting(connection, libraryKey),
    }
  },
}

/** More lines than these are a grey mass, and their list is what makes a picture large. */
const relationsPerEntity = 4

/** SQL for whether principal `p` is of the kinds that are asked for. */
const isWanted = '(:only IS NULL OR p.kind IN (SELECT value FROM json_each(:only)))'

function findStrongest(
  connection: ReadConnection,
  parameters: { libraryKey: number; limit: number; only: string | null },
): Found {
  const rows = connection.all<{ key: number; total: number }>(
    'graph.strongest',
    `SELECT p.key, count(*) OVER () AS total FROM entities p LEFT JOIN (
       SELECT same_as, sum(documents) AS documents, sum(mentions) AS mentions FROM entities
       WHERE library_key = :libraryKey AND same_as IS NOT NULL GROUP BY same_as) o ON o.same_as = p.key
     WHERE p.library_key = :libraryKey AND p.same_as IS NULL AND ${isWanted}
     ORDER BY p.documents + coalesce(o.documents, 0) DESC, p.mentions + coalesce(o.mentions, 0) DESC, p.key LIMIT :limit`,
    parameters,
  )
  return { keys: rows.map(({ key }) => key), total: rows[0]?.total ?? 0 }
}

function findCentre(connection: ReadConnection, libraryKey: number, entityId: string): number {
  const centre = findEntity(connection, entityId)
  if (centre.libraryKey !== libraryKey) throw new Failure('ENTITY_NOT_FOUND', { entityId })
  return centre.key
}

function findAround(
  connection: ReadConnection,
  {
    centre,
    depth,
    limit,
    only,
  }: { centre: number; libraryKey: number; depth: number; limit: number; only: string | null },
): Found {
  const keys = [centre]
  let outermost = [centre]
  let left = 0
  for (let step = 1; step <= depth && outermost.length > 0; step += 1) {
    // What is nearer may not leave the steps after it without room.
    const room = Math.ceil((limit - keys.length) / (depth - step + 1))
    const near = findNeighbours(connection, outermost, { except: keys, limit: room, only })
    left += (near[0]?.total ?? 0) - near.length
    outermost = near.map(({ key }) => key)
    keys.push(...outermost)
  }
  // Beyond what was left out, more may stand.
  return { keys, total: left === 0 || depth === 1 ? keys.length + left : null }
}

type Neighbour = { key: number; documents: number; times: number; isLabelled: boolean; total: number }

/** Entities that stand with some of the given ones, those of most documents first. `only`: kinds, as a JSON array. */
export function findNeighbours(
  connection: ReadConnection,
  keys: readonly number[],
  { except, limit, only = null }: { except: readonly number[]; limit: number; only?: string | null },
): Neighbour[] {
  return connection
    .all<Omit<Neighbour, 'isLabelled'> & { isLabelled: number }>(
      'graph.neighbours',
      `WITH near AS MATERIALIZED (${namesOfAll})
       SELECT p.key, count(DISTINCT r.document_key) AS documents, sum(r.times) AS times, max(r.label <> '') AS isLabelled,
         count(*) OVER () AS total
       FROM (SELECT to_key AS other, document_key, times, label FROM near JOIN entity_relations ON from_key = name
             UNION ALL SELECT from_key, document_key, times, label FROM near JOIN entity_relations ON to_key = name) r
         JOIN entities e ON e.key = r.other JOIN entities p ON p.key = coalesce(e.same_as, e.key)
       WHERE p.key NOT IN (SELECT value FROM json_each(:except)) AND ${isWanted}
       GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT :limit`,
      { keys: JSON.stringify(keys), except: JSON.stringify(except), limit, only },
    )
    .map((row) => ({ ...row, isLabelled: row.isLabelled === 1 }))
}

/** In the order given. */
function describe(connection: ReadConnection, keys: readonly number[]): Entity[] {
  return connection.all<Entity>(
    'graph.describe',
    `WITH g AS MATERIALIZED (
       SELECT k.key AS place, k.value AS principal, sum(e.mentions) AS mentions, sum(e.documents) AS documents,
         count(*) AS names
       FROM json_each(?) k JOIN entities e ON e.key IN ${namesOf('k.value')} GROUP BY k.key, k.value)
     SELECT ${entityColumns}, ${documentsOf} AS documents, g.mentions
     FROM g JOIN entities p ON p.key = g.principal ORDER BY g.place`,
    [JSON.stringify(keys)],
  )
}

function countWaiting(connection: ReadConnection, libraryKey: number): number {
  const row = connection.get<{ waiting: number }>(
    'graph.waiting',
    `SELECT count(*) AS waiting FROM entity_queue q JOIN documents d ON d.key = q.document_key
     WHERE d.library_key = ?`,
    [libraryKey],
  )
  return row?.waiting ?? 0
}
