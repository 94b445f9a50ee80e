import type { Document, ExtractionReport, Metadata } from '../../../contract/document.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { reindexDocument } from './document-index.ts'
import { findDocument, toDocument } from './document-row.ts'
import { foldName } from './fold-name.ts'

/** What a reading left in a document's row; a refusal has its detail, and none of the rest if nothing was read before. */
type StoredReport = Partial<Omit<ExtractionReport, 'documentId' | 'type' | 'pages' | 'warnings' | 'error' | 'chunks'>>

const nothingRead = {
  readPages: [],
  ocrPages: [],
  emptyPages: [],
  detail: null,
  blocks: {},
  characters: 0,
  milliseconds: null,
} satisfies StoredReport

export const documentDescriptionReads = {
  'documents.report': (connection: ReadConnection, input: { documentId: string }): ExtractionReport => {
    const { key, id, warnings, ...row } = findDocument(connection, input.documentId)
    const { report } = connection.get<{ report: string | null }>(
      'documents.report',
      'SELECT report FROM documents WHERE key = ?',
      [key],
    ) ?? { report: null }
    const stored = JSON.parse(report ?? '{}') as StoredReport
    const { type, pages, error, chunks } = row
    return { ...nothingRead, ...stored, documentId: id, type, pages, warnings: JSON.parse(warnings), error, chunks }
  },
}

export const documentDescriptionWrites = {
  /** Changes what a person says of a document; metadata that is null goes. The title stays when the file is read again. */
  'documents.describe': (
    connection: WriteConnection,
    input: { documentId: string; title?: string | undefined; metadata?: Record<string, string | null> | undefined },
  ): Document => {
    const { key, title, metadata } = findDocument(connection, input.documentId)
    if (input.metadata !== undefined) {
      connection.run('documents.setMetadata', 'UPDATE documents SET metadata = ? WHERE key = ?', [
        JSON.stringify(merge(JSON.parse(metadata) as Metadata, input.metadata)),
        key,
      ])
    }
    if (input.title !== undefined) {
      connection.run(
        'documents.setTitle',
        'UPDATE documents SET title = :title, given_title = :title, folded_title = :folded WHERE key = :key',
        { title: input.title, folded: foldName(input.title), key },
      )
      if (input.title !== title) reindexDocument(connection, key)
    }
    return toDocument(findDocument(connection, input.documentId))
  },
}

function merge(before: Metadata, changes: Record<string, string | null>): Metadata {
  const entries = Object.entries({ ...before, ...changes })
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null))
}
