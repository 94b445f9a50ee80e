import type { Document } from '../../contract/document.ts'
import { client } from './client.ts'

/** Saves a copy of a document's original where the browser or the person puts downloads. */
export async function saveOriginal({ id, name }: Document): Promise<void> {
  const file = await client.documents.original({ documentId: id })
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name.split('/').at(-1) ?? name
  link.click()
  // Not at once: the browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
