import { createHash } from 'node:crypto'
import { indexedText } from './document-index.ts'

export type EmbeddedChunk = {
  document: { name: string; title: string }
  headingPath: readonly string[]
  context: string
  text: string
}

/** Bytes of a hash that are kept: enough that no two texts ever meet. */
const hashBytes = 16

/**
 * What a chunk's vector is made from: the document's title and the headings above the chunk, then what the keyword index
 * takes as its text. A title that is only the file's name says little of what is in it and stays out.
 */
export function embeddedText({ document, headingPath, ...chunk }: EmbeddedChunk): string {
  const { name, title } = document
  const above = [...new Set(title === name ? headingPath : [title, ...headingPath])].join('\n')
  const text = indexedText(chunk)
  return above === '' || above === text ? text : `${above}\n\n${text}`
}

/** The key under which the vector of a text is kept. */
export function hashText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(text).digest().subarray(0, hashBytes))
}
