import type { ReadConnection, WriteConnection } from '../connection.ts'
import { reindexDocument } from './document-index.ts'
import { restoreDocuments, trashDocuments } from './document-trash.ts'
import { foldName } from './fold-name.ts'
import { isMemberUri, withMembersUriRange } from './members.ts'

/** A file that has another path now: all documents go with it that it made, be it one, or those of an archive. */
export type DocumentMove = {
  fromUri: string
  fromName: string
  /** Address and name from now on. */
  uri: string
  name: string
  /** In milliseconds. */
  modifiedAt: number | null
  /** What the name says of the content has changed too, so the file will be read again. */
  reread: boolean
}

type AtUri = { key: number; name: string; uri: string; manual: number }

/** The document at an address and those that came out of it. */
export function findAtUri(connection: ReadConnection, uri: string, libraryKey: number): AtUri[] {
  return connection.all<AtUri>(
    'folderMoves.find',
    `SELECT key, name, uri, manual FROM documents
     WHERE library_key = :libraryKey AND ${withMembersUriRange('uri', ':uri')}`,
    { libraryKey, uri },
  )
}

/**
 * Gives documents the addresses and names of their files' new paths; ids, text, chunks and everything a person said of
 * them stay. Moves that take each other's places, as in a swap, must come in one call.
 */
export function moveDocuments(
  connection: WriteConnection,
  moves: readonly DocumentMove[],
  { libraryKey, now }: { libraryKey: number; now: number },
): void {
  const found = moves.map((move) => ({ move, documents: findAtUri(connection, move.fromUri, libraryKey) }))
  // Out of each other's way first: an address can have one document only.
  for (const { documents } of found) {
    for (const { key } of documents) setUri(connection, key, `moving:${key}`)
  }
  for (const { move } of found) setAside(connection, findAtUri(connection, move.uri, libraryKey), { move, now })
  for (const { move, documents } of found) {
    for (const document of documents) place(connection, document, move)
    const keys = documents.map(({ key }) => key)
    restoreDocuments(connection, keys, { by: 'folder' })
    for (const key of keys) reindexDocument(connection, key)
  }
}

/** A document's file is not in its folder any more. One that a person added belongs to no folder from now on. */
export function loseOriginal(connection: WriteConnection, documentKey: number): void {
  connection.run(
    'folderMoves.loseOriginal',
    `UPDATE documents SET available = ${isMemberUri('uri')},
       folder_key = CASE manual WHEN 1 THEN NULL ELSE folder_key END WHERE key = ?`,
    [documentKey],
  )
}

function setUri(connection: WriteConnection, key: number, uri: string): void {
  connection.run('folderMoves.uri', 'UPDATE documents SET uri = ? WHERE key = ?', [uri, key])
}

/**
 * The file that documents were read from has been replaced by another one that has its documents already. What stood
 * there is kept under an address of its own: in the trash, or when a person had added it, without its original.
 */
function setAside(
  connection: WriteConnection,
  documents: readonly AtUri[],
  { move, now }: { move: DocumentMove; now: number },
): void {
  for (const { key, uri } of documents) {
    setUri(connection, key, `${move.uri}#${documents[0]?.key}${uri.slice(move.uri.length)}`)
    loseOriginal(connection, key)
  }
  const onlyFromFolder = documents.filter(({ manual }) => manual === 0).map(({ key }) => key)
  trashDocuments(connection, onlyFromFolder, { by: 'folder', now })
}

function place(connection: WriteConnection, document: AtUri, move: DocumentMove): void {
  const isFile = document.uri === move.fromUri
  // What came out of a file has its name and address before its own.
  const rest = document.name.startsWith(move.fromName) ? document.name.slice(move.fromName.length) : `/${document.name}`
  const name = isFile ? move.name : move.name + rest
  setUri(connection, document.key, move.uri + document.uri.slice(move.fromUri.length))
  connection.run(
    'folderMoves.rename',
    `UPDATE documents SET name = :name, folded_name = :folded, available = 1,
       modified_at = CASE WHEN :isFile THEN :modifiedAt ELSE modified_at END,
       -- A document without a title of its own goes by its name.
       title = CASE WHEN title = :before AND given_title IS NULL THEN :name ELSE title END,
       folded_title = CASE WHEN title = :before AND given_title IS NULL THEN :folded ELSE folded_title END,
       -- Without it the content is not known, and is read again.
       content_hash = CASE WHEN :reread THEN NULL ELSE content_hash END
     WHERE key = :key`,
    {
      key: document.key,
      before: document.name,
      name,
      folded: foldName(name),
      isFile: isFile ? 1 : 0,
      modifiedAt: move.modifiedAt,
      reread: isFile && move.reread ? 1 : 0,
    },
  )
}
