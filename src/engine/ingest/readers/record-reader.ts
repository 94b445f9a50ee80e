import type { ExtractedDocument } from '../reading/extracted.ts'
import { DocumentBuilder } from './document-builder.ts'
import { unifyLineEnds } from './text/clean-text.ts'

/**
 * A record of a retrieval test set: one paragraph under its title. The title is not repeated in the text, so that a
 * keyword index weighs it once; a record without text has its title as text. Throws FILE_EMPTY when both are empty.
 */
export function readRecord(record: { title: string; text: string }): ExtractedDocument {
  const builder = new DocumentBuilder()
  builder.suggestTitle(record.title)
  for (const paragraph of unifyLineEnds(record.text).split(/\n\s*\n/)) builder.add('paragraph', paragraph)
  if (builder.blocks.length === 0) builder.add('paragraph', unifyLineEnds(record.title))
  return builder.finish('record')
}
