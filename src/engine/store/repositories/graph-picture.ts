import type { Entity, Relation } from '../../../contract/graph.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'
import { documentsOf, entityColumns, findEntity, namesOf } from './graph.ts'
import { findLibraryKey } from './libraries.ts'

type Picture = { entities: Entity[]; relations: Relation[] }
type PairRow = { one: number; other: number; documents: number; weight: number }
type LabelRow = { from: number; to: number; label: string }

/** Names of the entities in `:keys` with the entity that each is a name of. */
const names = `SELECT e.key AS name, coalesce(e.same_as, e.key) AS principal FROM json_each(:keys) k
  JOIN entities e ON e.key IN ${namesOf('k.value')}`

export const graphPictureReads = {
  /**
   * The entities of most documents and what joins them; with `entityId`, those around one, the ones that stand with it
   * most often first. @throws Failure LIBRARY_NOT_FOUND, ENTITY_NOT_FOUND
   */
  'graph.picture': (
    connection: ReadConnection,
    input: { library: string; entityId?: string | undefined; depth: number; limit: number },
  ): Picture => {
    const { key: libraryKey } = findLibraryKey(connection, input.library)
    const keys =
      input.entityId === undefined
        ? findStrongest(connection, libraryKey, input.limit)
        : findAround(connection, { ...input, libraryKey, entityId: input.entityId })
    return { entities: describe(connection, keys), relations: findRelations(connection, keys) }
  },
}

function findStrongest(connection: ReadConnection, libraryKey: number, limit: number): number[] {
  return connection
    .all<{ key: number }>(
      'graph.strongest',
      `SELECT coalesce(same_as, key) AS key FROM entities WHERE library_key = :libraryKey
       GROUP BY 1 ORDER BY sum(documents) DESC, sum(mentions) DESC, 1 LIMIT :limit`,
      { libraryKey, limit },
    )
    .map(({ key }) => key)
}

function findAround(
  connection: ReadConnection,
  { libraryKey, entityId, depth, limit }: { libraryKey: number; entityId: string; depth: number; limit: number },
): number[] {
  const centre = findEntity(connection, entityId)
  if (centre.libraryKey !== libraryKey) throw new Failure('ENTITY_NOT_FOUND', { entityId })
  const found = [centre.key]
  let outermost = [centre.key]
  for (let step = 1; step <= depth && outermost.length > 0; step += 1) {
    // What is nearer may not leave the steps after it without room.
    const room = Math.ceil((limit - found.length) / (depth - step + 1))
    outermost = findNeighbours(connection, outermost, { except: found, limit: room }).map(({ key }) => key)
    found.push(...outermost)
  }
  return found
}

/** Entities that stand with some of the given ones, those of most documents first. */
export function findNeighbours(
  connection: ReadConnection,
  keys: readonly number[],
  { except, limit }: { except: readonly number[]; limit: number },
): { key: number; documents: number; times: number; isLabelled: boolean }[] {
  return connection
    .all<{ key: number; documents: number; times: number; isLabelled: number }>(
      'graph.neighbours',
      `WITH near AS MATERIALIZED (${names})
       SELECT coalesce(e.same_as, e.key) AS key, count(DISTINCT r.document_key) AS documents, sum(r.times) AS times,
         max(r.label <> '') AS isLabelled
       FROM (SELECT to_key AS other, document_key, times, label FROM near JOIN entity_relations ON from_key = name
             UNION ALL SELECT from_key, document_key, times, label FROM near JOIN entity_relations ON to_key = name) r
         JOIN entities e ON e.key = r.other
       WHERE coalesce(e.same_as, e.key) NOT IN (SELECT value FROM json_each(:except))
       GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT :limit`,
      { keys: JSON.stringify(keys), except: JSON.stringify(except), limit },
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

/** One for each two entities, however they stand; it goes the way that its most frequent label says. */
function findRelations(connection: ReadConnection, keys: readonly number[]): Relation[] {
  const parameters = { keys: JSON.stringify(keys) }
  // CROSS keeps the order: each two are looked up, not all that the frequent ones stand with.
  const joined = `near a CROSS JOIN near b CROSS JOIN entity_relations r
    ON r.from_key = a.name AND r.to_key = b.name AND a.principal <> b.principal`
  const pairs = connection.all<PairRow>(
    'graph.pairs',
    `WITH near AS MATERIALIZED (${names})
     SELECT min(a.principal, b.principal) AS one, max(a.principal, b.principal) AS other,
       count(DISTINCT r.document_key) AS documents, sum(r.times) AS weight
     FROM ${joined} GROUP BY 1, 2 ORDER BY weight DESC, 1, 2`,
    parameters,
  )
  const labels = connection.all<LabelRow>(
    'graph.labels',
    `WITH near AS MATERIALIZED (${names})
     SELECT a.principal AS "from", b.principal AS "to", r.label FROM ${joined} AND r.label <> ''
     GROUP BY 1, 2, 3 ORDER BY sum(r.times) DESC, r.label`,
    parameters,
  )
  const said = new Map<string, LabelRow>()
  for (const label of labels) {
    const pair = [label.from, label.to].sort((a, b) => a - b).join(' ')
    if (!said.has(pair)) said.set(pair, label)
  }
  const ids = idsOf(connection, keys)
  return pairs.map(({ one, other, documents, weight }) => {
    const label = said.get(`${one} ${other}`)
    const [from, to] = [label?.from ?? one, label?.to ?? other]
    return { from: ids.get(from) ?? '', to: ids.get(to) ?? '', label: label?.label ?? null, documents, weight }
  })
}

function idsOf(connection: ReadConnection, keys: readonly number[]): Map<number, string> {
  const rows = connection.all<{ key: number; id: string }>(
    'graph.ids',
    'SELECT key, id FROM entities WHERE key IN (SELECT value FROM json_each(?))',
    [JSON.stringify(keys)],
  )
  return new Map(rows.map(({ key, id }) => [key, id]))
}
