import type { Relation } from '../../../contract/graph.ts'
import type { ReadConnection } from '../connection.ts'
import { namesOf } from './graph.ts'

type PairRow = { one: number; other: number; documents: number; weight: number }
type LabelRow = { from: number; to: number; label: string }

/** SQL for the names of the entities in `:keys` with the entity that each is a name of. */
export const namesOfAll = `SELECT e.key AS name, coalesce(e.same_as, e.key) AS principal FROM json_each(:keys) k
  JOIN entities e ON e.key IN ${namesOf('k.value')}`

/**
 * What joins the given entities, the strongest first: one for each two, however they stand; it goes the way that its most
 * frequent label says. Of more than `most`, each entity keeps its strongest. `related` counts all.
 */
export function findRelations(
  connection: ReadConnection,
  keys: readonly number[],
  { most }: { most: number },
): { relations: Relation[]; related: number } {
  const pairs = findPairs(connection, keys)
  const kept = strongestOf(pairs, most)
  const labels = findLabels(connection, keys, kept)
  const ids = idsOf(connection, keys)
  const relations = kept.map(({ one, other, documents, weight }) => {
    const label = labels.get(`${one} ${other}`)
    const [from, to] = [label?.from ?? one, label?.to ?? other]
    return { from: ids.get(from) ?? '', to: ids.get(to) ?? '', label: label?.label ?? null, documents, weight }
  })
  return { relations, related: pairs.length }
}

function findPairs(connection: ReadConnection, keys: readonly number[]): PairRow[] {
  // CROSS keeps the order: each two are looked up, not all that the frequent ones stand with.
  return connection.all<PairRow>(
    'graph.pairs',
    `WITH near AS MATERIALIZED (${namesOfAll})
     SELECT min(a.principal, b.principal) AS one, max(a.principal, b.principal) AS other,
       count(DISTINCT r.document_key) AS documents, sum(r.times) AS weight
     FROM near a CROSS JOIN near b CROSS JOIN entity_relations r
       ON r.from_key = a.name AND r.to_key = b.name AND a.principal <> b.principal
     GROUP BY 1, 2 ORDER BY weight DESC, 1, 2`,
    { keys: JSON.stringify(keys) },
  )
}

function strongestOf(pairs: readonly PairRow[], most: number): PairRow[] {
  const met = new Set<number>()
  return pairs.filter(({ one, other }, place) => {
    const isFirst = !met.has(one) || !met.has(other)
    met.add(one).add(other)
    return place < most || isFirst
  })
}

/** By the keys of two, the smaller first: what the text says of them most often. */
function findLabels(
  connection: ReadConnection,
  keys: readonly number[],
  pairs: readonly PairRow[],
): Map<string, LabelRow> {
  const rows = connection.all<LabelRow>(
    'graph.labels',
    `WITH near AS MATERIALIZED (${namesOfAll}),
       pair AS MATERIALIZED (
         SELECT value ->> 'one' AS one, value ->> 'other' AS other FROM json_each(:pairs)
         UNION ALL SELECT value ->> 'other', value ->> 'one' FROM json_each(:pairs))
     SELECT a.principal AS "from", b.principal AS "to", r.label
     FROM pair CROSS JOIN near a ON a.principal = pair.one CROSS JOIN near b ON b.principal = pair.other
       CROSS JOIN entity_relations r ON r.from_key = a.name AND r.to_key = b.name
     WHERE r.label <> '' GROUP BY 1, 2, 3 ORDER BY sum(r.times) DESC, r.label`,
    { keys: JSON.stringify(keys), pairs: JSON.stringify(pairs) },
  )
  const said = new Map<string, LabelRow>()
  for (const row of rows) {
    const pair = `${Math.min(row.from, row.to)} ${Math.max(row.from, row.to)}`
    if (!said.has(pair)) said.set(pair, row)
  }
  return said
}

function idsOf(connection: ReadConnection, keys: readonly number[]): Map<number, string> {
  const rows = connection.all<{ key: number; id: string }>(
    'graph.ids',
    'SELECT key, id FROM entities WHERE key IN (SELECT value FROM json_each(?))',
    [JSON.stringify(keys)],
  )
  return new Map(rows.map(({ key, id }) => [key, id]))
}
