import type { Entity, EntityKind } from '../../../contract/graph.ts'
import { foldName as foldEntityName } from '../../../domain/entities/found-entity.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'
import { findLibraryKey } from './libraries.ts'

/** SQL for the keys of all names of an entity. */
export function namesOf(principal: string): string {
  return `(SELECT ${principal} UNION ALL SELECT key FROM entities WHERE same_as = ${principal})`
}

/** SQL for the contract's columns of principal `p`. Another name of the same counts a document only once. */
export const entityColumns = `p.id, p.kind,
  (SELECT w.written FROM entity_writings w WHERE w.entity_key IN ${namesOf('p.key')}
   GROUP BY w.written ORDER BY sum(w.mentions) DESC, max(w.entity_key = p.key) DESC, w.written = upper(w.written), w.written
   LIMIT 1) AS name`

export const documentsOf = `CASE WHEN g.names = 1 THEN g.documents ELSE (
  SELECT count(DISTINCT m.document_key) FROM entity_mentions m WHERE m.entity_key IN ${namesOf('p.key')}) END`

const grouped = `SELECT coalesce(same_as, key) AS principal, sum(mentions) AS mentions, sum(documents) AS documents,
  count(*) AS names FROM entities WHERE library_key = :libraryKey GROUP BY coalesce(same_as, key)`

/** What an id names, which may be another name of an entity. @throws Failure ENTITY_NOT_FOUND */
export function findEntity(connection: ReadConnection, entityId: string): { key: number; libraryKey: number } {
  const row = connection.get<{ key: number; libraryKey: number }>(
    'graph.entity',
    `SELECT coalesce(e.same_as, e.key) AS key, e.library_key AS libraryKey FROM entities e
     JOIN libraries l ON l.key = e.library_key WHERE e.id = ? AND l.erasing = 0`,
    [entityId],
  )
  if (row === undefined) throw new Failure('ENTITY_NOT_FOUND', { entityId })
  return row
}

export const graphReads = {
  /** The entities of a library, those of most documents first. @throws Failure LIBRARY_NOT_FOUND */
  'graph.entities': (
    connection: ReadConnection,
    input: {
      library: string
      text?: string | undefined
      kind?: EntityKind | undefined
      offset: number
      limit: number
    },
  ): { total: number; items: Entity[] } => {
    const { key: libraryKey } = findLibraryKey(connection, input.library)
    const text = input.text?.trim().toLowerCase() ?? ''
    const parameters = { libraryKey, kind: input.kind ?? null, text, folded: foldEntityName(text) }
    const wanted = `(:kind IS NULL OR p.kind = :kind) AND (:text = '' OR EXISTS (
      SELECT 1 FROM entities n WHERE n.key IN ${namesOf('p.key')} AND (instr(n.folded, :text) > 0
        OR (:folded <> '' AND instr(n.folded, :folded) > 0) OR EXISTS (
          SELECT 1 FROM entity_writings w WHERE w.entity_key = n.key AND instr(lower(w.written), :text) > 0))))`
    const total = connection.get<{ total: number }>(
      'graph.count',
      `SELECT count(*) AS total FROM entities p
       WHERE p.library_key = :libraryKey AND p.same_as IS NULL AND ${wanted}`,
      parameters,
    )
    const items = connection.all<Entity>(
      'graph.list',
      `WITH g AS MATERIALIZED (${grouped}), chosen AS (
         SELECT p.key, ${documentsOf} AS documents, g.mentions FROM g JOIN entities p ON p.key = g.principal
         WHERE ${wanted} ORDER BY 2 DESC, g.mentions DESC, p.folded LIMIT :limit OFFSET :offset)
       SELECT ${entityColumns}, c.documents, c.mentions FROM chosen c JOIN entities p ON p.key = c.key
       ORDER BY c.documents DESC, c.mentions DESC, p.folded`,
      { ...parameters, limit: input.limit, offset: input.offset },
    )
    return { total: total?.total ?? 0, items }
  },
}
