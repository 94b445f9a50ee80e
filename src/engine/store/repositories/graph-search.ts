import type { SearchFilter } from '../../../contract/search.ts'
import { longestOnly } from '../../../domain/entities/names-to-look-for.ts'
import { parseQuery } from '../../../domain/query-terms.ts'
import type { ReadConnection } from '../connection.ts'
import { namesOf } from './graph.ts'
import { findNeighbours } from './graph-picture.ts'
import { documentCondition } from './search-filter.ts'
import { countHolders } from './term-counts.ts'

/** A passage that a name leads to: of how much worth the name is, 0 to 1. */
export type LedPassage = { chunkId: number; text: string; worth: number }

/** What the graph knows of a question. `texts`: the passages that were found already. */
export type Lead = { names: string[]; texts: string[]; passages: LedPassage[] }

/** Names of a question that are followed, and names that stand with those. */
const most = { starts: 6, bridges: 12, passagesOfBridge: 100 }
const neighboursLookedAt = 60
/** A name that the text says something of, and one that the best passages have, is worth more than one that stands near. */
const worthOf = { labelled: 1.5, held: 2 }

/** A word is a name where texts write it as one in this share of the passages that have it: `library` seldom is. */
const leastAsName = 0.5

type Start = { key: number; libraryKey: number; folded: string; documents: number; mentions: number }

export const graphSearchReads = {
  /** The names of a question that libraries know, the names that stand with them, and the passages of those. */
  'graph.lead': (
    connection: ReadConnection,
    input: {
      libraryIds: readonly string[]
      /** Folded. */
      names: readonly string[]
      filter: SearchFilter | undefined
      chunkIds: readonly number[]
    },
  ): Lead => {
    const starts = findStarts(connection, input)
    if (starts.length === 0) return { names: [], texts: [], passages: [] }
    const held = findHeld(connection, input.chunkIds)
    const bridges = findBridges(connection, starts, held)
    return {
      names: starts.map(({ folded }) => folded),
      texts: textsOf(connection, input.chunkIds),
      passages: findPassages(connection, bridges, input.filter),
    }
  },
}

/** The rarest ones: a name that nearly every document has leads everywhere. */
function findStarts(
  connection: ReadConnection,
  { libraryIds, names }: { libraryIds: readonly string[]; names: readonly string[] },
): Start[] {
  const found = connection.all<Start>(
    'graph.starts',
    `SELECT coalesce(e.same_as, e.key) AS key, e.library_key AS libraryKey, e.folded, e.documents, e.mentions FROM json_each(:libraryIds) i
       JOIN libraries l ON l.id = i.value CROSS JOIN json_each(:names) n
       JOIN entities e ON e.library_key = l.key AND e.folded = n.value
     WHERE l.erasing = 0 AND e.family <> 'date' ORDER BY e.documents, e.key`,
    { libraryIds: JSON.stringify(libraryIds), names: JSON.stringify(names) },
  )
  return longestOnly(found)
    .filter((start) => isUsedAsName(connection, start))
    .slice(0, most.starts)
}

/** A word of a question may be a name in one text and a plain word in a hundred. Of several words together it is one. */
function isUsedAsName(connection: ReadConnection, { libraryKey, folded, mentions }: Start): boolean {
  const terms = parseQuery(folded)
  if (folded.includes(' ') || terms.some(({ kind }) => kind !== 'word')) return true
  const { holders } = countHolders(connection, libraryKey, terms)
  return mentions >= leastAsName * Math.max(...holders, 0)
}

/** Entities that passages mention. */
function findHeld(connection: ReadConnection, chunkIds: readonly number[]): Set<number> {
  const rows = connection.all<{ key: number }>(
    'graph.held',
    `SELECT DISTINCT coalesce(e.same_as, e.key) AS key FROM json_each(?) k JOIN chunks c ON c.id = k.value
       JOIN entity_mentions m ON m.document_key = c.document_key AND m.start >= c.start AND m.start < c.end
       JOIN entities e ON e.key = m.entity_key`,
    [JSON.stringify(chunkIds)],
  )
  return new Set(rows.map(({ key }) => key))
}

type Bridge = { key: number; worth: number }

function findBridges(connection: ReadConnection, starts: readonly Start[], held: ReadonlySet<number>): Bridge[] {
  const except = starts.map(({ key }) => key)
  const worths = new Map<number, number>()
  for (const { key } of starts) {
    const neighbours = findNeighbours(connection, [key], { except, limit: neighboursLookedAt })
    const all = neighbours.reduce((sum, { times }) => sum + times, 0)
    for (const neighbour of neighbours) {
      const said = neighbour.isLabelled ? worthOf.labelled : 1
      const worth = (neighbour.times / all) * said * (held.has(neighbour.key) ? worthOf.held : 1)
      worths.set(neighbour.key, (worths.get(neighbour.key) ?? 0) + worth)
    }
  }
  const rows = connection.all<{ key: number; documents: number }>(
    'graph.bridges',
    `SELECT key, documents FROM entities WHERE family <> 'date' AND key IN (SELECT value FROM json_each(?))`,
    [JSON.stringify([...worths.keys()])],
  )
  const bridges = rows
    .map(({ key, documents }) => ({ key, worth: (worths.get(key) ?? 0) / Math.log2(2 + documents) }))
    .sort((a, b) => b.worth - a.worth || a.key - b.key)
    .slice(0, most.bridges)
  const best = bridges[0]?.worth ?? 1
  return bridges.map(({ key, worth }) => ({ key, worth: worth / best }))
}

function findPassages(
  connection: ReadConnection,
  bridges: readonly Bridge[],
  filter: SearchFilter | undefined,
): LedPassage[] {
  const only = documentCondition(filter)
  const found = new Map<number, LedPassage>()
  for (const { key, worth } of bridges) {
    const rows = connection.all<{ chunkId: number; text: string }>(
      'graph.passages',
      `SELECT DISTINCT c.id AS chunkId, c.text FROM entity_mentions m JOIN documents d ON d.key = m.document_key
         JOIN chunks c ON c.document_key = m.document_key AND c.start <= m.start AND c.end >= m.end
       WHERE m.entity_key IN ${namesOf(':key')} AND d.trashed_at IS NULL AND ${only?.condition ?? 'true'} LIMIT :most`,
      { ...only?.parameters, key, most: most.passagesOfBridge },
    )
    for (const { chunkId, text } of rows) {
      const before = found.get(chunkId)?.worth ?? 0
      found.set(chunkId, { chunkId, text, worth: Math.max(before, worth) })
    }
  }
  return [...found.values()]
}

function textsOf(connection: ReadConnection, chunkIds: readonly number[]): string[] {
  return connection
    .all<{ text: string }>('graph.texts', 'SELECT text FROM chunks WHERE id IN (SELECT value FROM json_each(?))', [
      JSON.stringify(chunkIds),
    ])
    .map(({ text }) => text)
}
