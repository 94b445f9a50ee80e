import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Block } from '../../src/contract/document.ts'
import { ReadRefusal } from '../../src/engine/ingest/readers/reader.ts'
import type { ExtractedDocument } from '../../src/engine/ingest/reading/extracted.ts'
import { readDocument } from '../../src/engine/ingest/reading/read-document.ts'

export const sharedData = join(import.meta.dirname, '../../../shared/data')

export function readFile(path: string): Promise<ExtractedDocument> {
  return readDocument({ name: basename(path), bytes: new Uint8Array(readFileSync(path)) })
}

export function readBytes(name: string, content: string | Uint8Array): Promise<ExtractedDocument> {
  return readDocument({ name, bytes: new Uint8Array(Buffer.from(content)) })
}

/** The code that a reading was refused with; a document that was read, or any other throw, fails the test. */
export async function refusalOf(reading: Promise<ExtractedDocument>): Promise<string> {
  const outcome = await reading.catch((error: unknown) => error)
  if (outcome instanceof ReadRefusal) return outcome.code
  throw outcome instanceof Error ? outcome : new Error('the file was read')
}

export function outline(document: ExtractedDocument): [Block['kind'], string][] {
  return document.blocks.map((block) => [block.kind, document.text.slice(block.start, block.end)])
}
