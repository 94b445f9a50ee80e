import type { SearchFilter } from '../../../contract/search.ts'
import type { ReadConnection } from '../connection.ts'
import { chunkIndexName } from './chunk-index.ts'
import { allTags } from './tags.ts'

/** A condition with its parameters. */
export type RowCondition = { condition: string; parameters: Record<string, string | number | null> }

/** Looking up one matching chunk's document costs about this many times as much as listing one allowed chunk. */
const lookUpCost = 4

/** The filter as a condition on document `d`; null when there is none. */
export function documentCondition(filter: SearchFilter | undefined): RowCondition | null {
  const conditions: string[] = []
  if (filter?.types !== undefined) conditions.push('d.type IN (SELECT value FROM json_each(:types))')
  if (filter?.documentIds !== undefined) conditions.push('d.id IN (SELECT value FROM json_each(:documentIds))')
  if (filter?.modifiedAfter !== undefined) conditions.push('d.modified_at >= :modifiedAfter')
  if (filter?.modifiedBefore !== undefined) conditions.push('d.modified_at <= :modifiedBefore')
  const tagged = filter?.tags === undefined ? null : allTags(filter.tags)
  if (tagged !== null) conditions.push(tagged.condition)
  if (conditions.length === 0) return null
  const parameters = {
    types: JSON.stringify(filter?.types ?? []),
    documentIds: JSON.stringify(filter?.documentIds ?? []),
    modifiedAfter: filter?.modifiedAfter ?? null,
    modifiedBefore: filter?.modifiedBefore ?? null,
    ...tagged?.parameters,
  }
  return { condition: conditions.join(' AND '), parameters }
}

/**
 * The filter as a condition on the `rowid` of a library's keyword index; null when it lets every chunk of the library pass. Where few chunks match, each is
 * looked up; where many do, the allowed chunks are listed once. Bounds in time include the moment itself; a document
 * whose original has no date is in no period.
 *
 * @param options.matches chunks that the search is expected to match
 */
export function filterRows(
  connection: ReadConnection,
  options: { libraryKey: number; filter: SearchFilter | undefined; matches: number; chunks: number },
): RowCondition | null {
  const { filter, libraryKey } = options
  const wanted = documentCondition(filter)
  if (wanted === null) return null

  const where = wanted.condition
  const parameters = { ...wanted.parameters, libraryKey }
  const allowed = connection.get<{ chunks: number }>(
    'search.allowed',
    `SELECT coalesce(sum(d.chunk_count), 0) AS chunks FROM documents d WHERE d.library_key = :libraryKey AND d.trashed_at IS NULL AND ${where}`,
    parameters,
  )
  const allowedChunks = allowed?.chunks ?? 0
  if (allowedChunks === options.chunks) return null
  // `+rowid` keeps SQLite from running the search once for each allowed chunk.
  const condition =
    options.matches * lookUpCost < allowedChunks
      ? `EXISTS (SELECT 1 FROM chunks c JOIN documents d ON d.key = c.document_key WHERE c.id = ${chunkIndexName(libraryKey)}.rowid AND ${where})`
      : `+rowid IN (SELECT c.id FROM documents d JOIN chunks c ON c.document_key = d.key
           WHERE d.library_key = :libraryKey AND d.trashed_at IS NULL AND ${where})`
  return { condition, parameters }
}
