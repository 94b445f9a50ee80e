import { Id } from '../contract/common.ts'
import type { Document } from '../contract/document.ts'
import { CommandError } from './command-error.ts'
import { howToRun } from './installation.ts'
import type { EngineClient } from './join.ts'

const mostCandidates = 500
const shownCandidates = 10

/**
 * The document that a person means by an id, a name, a title or a part of one: a whole name or title counts before the
 * file name at the end of one, and that before any other part. In the trash only when `trashed`. Throws `CommandError` (not-found, usage) when there is none, or more than one.
 */
export async function findDocument(
  client: EngineClient,
  typed: string,
  { library, trashed = false }: { library?: string | undefined; trashed?: boolean } = {},
): Promise<Document> {
  const id = Id.safeParse(typed.trim().toLowerCase())
  if (id.success) return client.documents.get({ documentId: id.data })
  const libraries = library === undefined ? (await client.libraries.list()).map(({ id }) => id) : [library]
  const pages = await Promise.all(
    libraries.map((library) => client.documents.list({ library, text: typed, trashed, limit: mostCandidates })),
  )
  const found = pages.flatMap(({ items }) => items)
  const whole = found.filter(({ name, title }) => isSame(name, typed) || isSame(title, typed))
  const named = found.filter(({ name }) => isSame(name.slice(name.lastIndexOf('/') + 1), typed))
  const meant = [whole, named].find((some) => some.length > 0) ?? found
  const [document] = meant
  if (document === undefined) throw notFound(typed, trashed)
  if (meant.length > 1) throw ambiguous(typed, meant)
  return document
}

function isSame(name: string, typed: string): boolean {
  const fold = (text: string) => text.normalize('NFC').trim().toLowerCase()
  return fold(name) === fold(typed)
}

function notFound(typed: string, trashed: boolean): CommandError {
  return new CommandError('not-found', {
    code: 'DOCUMENT_NOT_FOUND',
    message: `There is no document “${typed}”${trashed ? ' in the trash' : ''}.`,
    nextStep: `See "${howToRun(`document list --library NAME${trashed ? ' --trashed' : ''}`)}".`,
    data: { document: typed },
  })
}

function ambiguous(typed: string, meant: readonly Document[]): CommandError {
  const shown = meant.slice(0, shownCandidates).map(({ id, name }) => `  ${id}  ${name}`)
  const more = meant.length > shown.length ? ['  …'] : []
  return new CommandError('usage', {
    code: 'DOCUMENT_AMBIGUOUS',
    message: `${meant.length} documents are meant by “${typed}”:\n${[...shown, ...more].join('\n')}`,
    nextStep: 'Say which one by its id.',
    data: { document: typed, documents: meant.map(({ id, name, libraryId }) => ({ id, name, libraryId })) },
  })
}
