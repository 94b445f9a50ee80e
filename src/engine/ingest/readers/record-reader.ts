import type { Metadata } from '../../../contract/document.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import { DocumentBuilder } from './document-builder.ts'
import { unifyLineEnds } from './text/clean-text.ts'

/** What a line of a corpus says; `metadata` is what it says beside its text. */
export type RecordContent = { title: string; text: string; metadata: Metadata }

/** What a record's hash is taken of. One without metadata has the hash that it had before any was read. */
export function hashedText({ title, text, metadata }: RecordContent): string {
  const own = `${title}\n\n${text}`
  return Object.keys(metadata).length === 0 ? own : `${own}\n\n${JSON.stringify(metadata)}`
}

/**
 * A record of a retrieval test set: one paragraph under its title. The title is not repeated in the text, so that a
 * keyword index weighs it once; a record without text has its title as text. Throws FILE_EMPTY when both are empty.
 */
export function readRecord(record: RecordContent): ExtractedDocument {
  const builder = new DocumentBuilder()
  builder.suggestTitle(record.title)
  builder.describe(record.metadata)
  for (const paragraph of unifyLineEnds(record.text).split(/\n\s*\n/)) builder.add('paragraph', paragraph)
  if (builder.blocks.length === 0) builder.add('paragraph', unifyLineEnds(record.title))
  return builder.finish('record')
}
