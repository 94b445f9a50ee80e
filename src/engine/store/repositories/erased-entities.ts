import type { ReadConnection } from '../connection.ts'

/** Times that a document names something; these go with its content. */
export function countMentions(connection: ReadConnection, documentKey: number): number {
  return (
    connection.get<{ total: number }>(
      'erasedEntities.count',
      'SELECT count(*) AS total FROM entity_mentions WHERE document_key = ?',
      [documentKey],
    )?.total ?? 0
  )
}

/**
 * What the graphs hold of no document: whose it was, nobody can tell, so none may be there. Names, writings and what is
 * said of them stand for themselves only as long as a document has them.
 */
export function findErasedEntities(connection: ReadConnection): number {
  return (
    connection.get<{ total: number }>(
      'erasedEntities.look',
      `SELECT (SELECT count(*) FROM (
           SELECT document_key FROM entity_mentions UNION SELECT document_key FROM entity_relations
           UNION SELECT document_key FROM entity_definitions)
         WHERE document_key NOT IN (SELECT document_key FROM document_contents))
       + (SELECT count(*) FROM entities e WHERE NOT EXISTS (
           SELECT 1 FROM entity_mentions m WHERE m.entity_key = e.key))
       + (SELECT count(*) FROM entity_writings w WHERE NOT EXISTS (
           SELECT 1 FROM entity_mentions m WHERE m.entity_key = w.entity_key AND m.writing_key = w.key)) AS total`,
    )?.total ?? 0
  )
}
