import { createHash } from 'node:crypto'
import { type ErasedPart, ErasureReport } from '../../../contract/erasures.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { countKeptAnswers } from './answer-cache.ts'
import { countBatchedAnswers } from './batches.ts'
import { chunkIndexName } from './chunk-index.ts'
import type { RemovedParts } from './erase-documents.ts'
import { findQuoting } from './erase-quotes.ts'
import { findErasedVectors } from './erase-vectors.ts'
import { findErasedEntities } from './erased-entities.ts'

/** What the store can look for; originals are files, and looked for by those who keep them. */
export type FoundParts = Omit<RemovedParts, 'originals'>

type Finished = { number: number; report: string }

const order = [
  'documents',
  'contents',
  'chunks',
  'index',
  'vectors',
  'originals',
  'quotes',
  'cache',
  'entities',
  'history',
] as const

/** Counts of one kind as a report has them. */
export function toParts(removed: Partial<RemovedParts>, found: RemovedParts): ErasedPart[] {
  return order.map((part) => ({ part, removed: removed[part] ?? 0, found: found[part] }))
}

/** SHA-256 over the report and the seal before it, which is empty for the first. */
export function sealReport(report: Omit<ErasureReport, 'seal'>, before: string): string {
  const { id, erasedAt, scope, documents, subjects, parts, backups } = report
  const sealed = [before, id, erasedAt, scope, documents, subjects, parts.map(Object.values), Object.values(backups)]
  return createHash('sha256').update(JSON.stringify(sealed)).digest('hex')
}

function findFinished(connection: ReadConnection, erasureId: string): Finished {
  const row = connection.get<Finished>(
    'erasures.finished',
    'SELECT number, report FROM erasures WHERE id = ? AND report IS NOT NULL',
    [erasureId],
  )
  if (row === undefined) throw new Failure('ERASURE_NOT_FOUND', { erasureId })
  return row
}

/** Whether every report up to this one is there and as it was written. */
function isSealed(connection: ReadConnection, number: number): boolean {
  const rows = connection.all<{ number: number; report: string | null }>(
    'erasures.chain',
    'SELECT number, report FROM erasures WHERE number <= ? ORDER BY number',
    [number],
  )
  let before = ''
  return (
    rows.length === number &&
    rows.every((row) => {
      const report = readReport(row.report)
      if (report === null || sealReport(report, before) !== report.seal) return false
      before = report.seal
      return true
    })
  )
}

/** Null for what is no report, as one that was tampered with may be. */
function readReport(stored: string | null): ErasureReport | null {
  if (stored === null || !isJson(stored)) return null
  const parsed = ErasureReport.safeParse(JSON.parse(stored))
  return parsed.success ? parsed.data : null
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function count(connection: ReadConnection, name: string, sql: string, parameters: readonly unknown[]): number {
  return connection.get<{ total: number }>(name, `SELECT count(*) AS total FROM ${sql}`, parameters)?.total ?? 0
}

/** Looks for everything of the erased documents that a database can hold. */
function look(connection: ReadConnection, erasure: number): FoundParts {
  const ids = 'SELECT document_id FROM erased_documents WHERE erasure = ?'
  const libraries = connection.all<{ key: number }>(
    'erasures.lookLibraries',
    'SELECT key FROM libraries WHERE key IN (SELECT library_key FROM erased_documents WHERE erasure = ?)',
    [erasure],
  )
  const index = libraries.reduce((sum, { key }) => sum + countIndexed(connection, erasure, key), 0)
  return {
    documents: count(connection, 'erasures.lookDocuments', `documents WHERE id IN (${ids})`, [erasure]),
    // A text without its document is whose, nobody can tell: none may be there.
    contents: count(
      connection,
      'erasures.lookContents',
      `document_contents c LEFT JOIN documents d ON d.key = c.document_key WHERE d.key IS NULL OR d.id IN (${ids})`,
      [erasure],
    ),
    chunks: count(
      connection,
      'erasures.lookChunks',
      `erased_documents e JOIN chunks c ON c.id BETWEEN e.first_chunk AND e.last_chunk WHERE e.erasure = ?`,
      [erasure],
    ),
    index,
    vectors: findErasedVectors(connection, erasure),
    cache: countKeptAnswers(connection, erasure) + countBatchedAnswers(connection, erasure),
    entities: findErasedEntities(connection),
    quotes: findQuoting(connection, erasure).reduce((sum, { quotes }) => sum + quotes, 0),
    history: count(connection, 'erasures.lookHistory', `job_items WHERE document_id IN (${ids})`, [erasure]),
  }
}

function countIndexed(connection: ReadConnection, erasure: number, libraryKey: number): number {
  return count(
    connection,
    'erasures.lookIndex',
    `erased_documents e JOIN ${chunkIndexName(libraryKey)}_docsize i ON i.id BETWEEN e.first_chunk AND e.last_chunk
     WHERE e.erasure = ? AND e.library_key = ?`,
    [erasure, libraryKey],
  )
}

export const erasureReportReads = {
  'erasures.list': (
    connection: ReadConnection,
    input: { offset: number; limit: number },
  ): { total: number; items: ErasureReport[] } => ({
    total: count(connection, 'erasures.total', 'erasures WHERE report IS NOT NULL', []),
    items: connection
      .all<{ report: string }>(
        'erasures.list',
        'SELECT report FROM erasures WHERE report IS NOT NULL ORDER BY number DESC LIMIT ? OFFSET ?',
        [input.limit, input.offset],
      )
      .map(({ report }) => ErasureReport.parse(JSON.parse(report))),
  }),

  'erasures.get': (connection: ReadConnection, input: { erasureId: string }): ErasureReport =>
    ErasureReport.parse(JSON.parse(findFinished(connection, input.erasureId).report)),

  /** A fresh look, and whether the chain of reports is whole. */
  'erasures.verify': (
    connection: ReadConnection,
    input: { erasureId: string },
  ): { sealed: boolean; removed: ErasedPart[]; found: FoundParts } => {
    const { number, report } = findFinished(connection, input.erasureId)
    return {
      sealed: isSealed(connection, number),
      removed: readReport(report)?.parts ?? [],
      found: look(connection, number),
    }
  },

  /** When the first of the erased documents came into its library; null without any. */
  'erasures.firstAddition': (connection: ReadConnection, input: { erasureId: string }): number | null =>
    connection.get<{ at: number | null }>(
      'erasures.firstAddition',
      `SELECT min(e.added_at) AS at FROM erased_documents e JOIN erasures s ON s.number = e.erasure WHERE s.id = ?`,
      [input.erasureId],
    )?.at ?? null,
}

export const erasureReportWrites = {
  /** Looks once more and writes the report. `originals`: kept files that are still there and nobody needs. */
  'erasures.finish': (
    connection: WriteConnection,
    input: { erasureId: string; now: number; originals: number; backups: ErasureReport['backups'] },
  ): ErasureReport => {
    const row = connection.get<{ number: number; scope: ErasureReport['scope']; removed: string }>(
      'erasures.toFinish',
      'SELECT number, scope, removed FROM erasures WHERE id = ?',
      [input.erasureId],
    )
    if (row === undefined) throw new Failure('ERASURE_NOT_FOUND', { erasureId: input.erasureId })
    const removed = JSON.parse(row.removed) as Partial<RemovedParts>
    const before = connection.get<{ report: string }>(
      'erasures.before',
      'SELECT report FROM erasures WHERE number < ? AND report IS NOT NULL ORDER BY number DESC LIMIT 1',
      [row.number],
    )
    const unsealed = {
      id: input.erasureId,
      erasedAt: input.now,
      scope: row.scope,
      documents: removed.documents ?? 0,
      subjects: listSubjects(connection, row.number),
      parts: toParts(removed, { ...look(connection, row.number), originals: input.originals }),
      backups: input.backups,
    }
    const report = { ...unsealed, seal: sealReport(unsealed, readReport(before?.report ?? null)?.seal ?? '') }
    connection.run('erasures.finish', 'UPDATE erasures SET report = ? WHERE number = ?', [
      JSON.stringify(report),
      row.number,
    ])
    return report
  },
}

function listSubjects(connection: ReadConnection, erasure: number): string[] {
  return connection
    .all<{ id: string }>('erasures.subjects', 'SELECT document_id AS id FROM erased_documents WHERE erasure = ?', [
      erasure,
    ])
    .map(({ id }) => createHash('sha256').update(id).digest('hex'))
    .sort()
}
