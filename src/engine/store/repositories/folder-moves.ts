import type { WriteConnection } from '../connection.ts'
import { reindexDocument } from './document-index.ts'
import { restoreDocuments, trashDocuments } from './document-trash.ts'
import { foldName } from './fold-name.ts'
import { memberUriRange } from './members.ts'

/** A document whose file has another path now. */
export type DocumentMove = {
  documentId: string
  /** Address and name from now on. */
  uri: string
  name: string
  modifiedAt: number | null
  /** What the name says of the content has changed too, so the file will be read again. */
  reread: boolean
}

type Moved = { key: number; name: string; uri: string }

/**
 * Gives documents the addresses and names of their files' new paths; ids, text, chunks and everything a person said of
 * them stay. Moves that take each other's places, as in a swap, must come in one call.
 */
export function moveDocuments(
  connection: WriteConnection,
  moves: readonly DocumentMove[],
  { libraryKey, now }: { libraryKey: number; now: number },
): void {
  const parked = moves.flatMap((move) => {
    const document = connection.get<Moved>(
      'folderMoves.find',
      'SELECT key, name, uri FROM documents WHERE id = ? AND library_key = ?',
      [move.documentId, libraryKey],
    )
    return document === undefined ? [] : [{ move, document, parkedUri: `moving:${move.documentId}` }]
  })
  for (const { document, parkedUri } of parked) changeUri(connection, document, { libraryKey, uri: parkedUri })
  for (const { move } of parked) setAside(connection, move.uri, { libraryKey, now })
  for (const { move, document, parkedUri } of parked) {
    changeUri(connection, { ...document, uri: parkedUri }, { libraryKey, uri: move.uri })
    rename(connection, document, { libraryKey, move })
    restoreDocuments(connection, [document.key], { by: 'folder' })
    for (const key of withMembers(connection, move.uri, libraryKey)) reindexDocument(connection, key)
  }
}

/** Also of what came out of the file. */
function changeUri(
  connection: WriteConnection,
  document: { key: number; uri: string },
  { libraryKey, uri }: { libraryKey: number; uri: string },
): void {
  connection.run('folderMoves.uri', 'UPDATE documents SET uri = ? WHERE key = ?', [uri, document.key])
  connection.run(
    'folderMoves.memberUris',
    `UPDATE documents SET uri = :uri || substr(uri, length(:from) + 1)
     WHERE library_key = :libraryKey AND ${memberUriRange('uri', ':from')}`,
    { libraryKey, from: document.uri, uri },
  )
}

/**
 * The file that a document was read from has been replaced by another one that has a document already. What stood there
 * is kept under an address of its own: in the trash, or when a person had added it, as one whose original is gone.
 */
function setAside(connection: WriteConnection, uri: string, at: { libraryKey: number; now: number }): void {
  const there = connection.get<{ key: number; id: string; uri: string; manual: number }>(
    'folderMoves.occupant',
    'SELECT key, id, uri, manual FROM documents WHERE library_key = ? AND uri = ?',
    [at.libraryKey, uri],
  )
  if (there === undefined) return
  changeUri(connection, there, { libraryKey: at.libraryKey, uri: `${uri}#${there.id}` })
  connection.run('folderMoves.unavailable', 'UPDATE documents SET available = 0 WHERE key = ?', [there.key])
  if (there.manual === 0) trashDocuments(connection, [there.key], { by: 'folder', now: at.now })
}

function rename(
  connection: WriteConnection,
  document: Moved,
  { libraryKey, move }: { libraryKey: number; move: DocumentMove },
): void {
  connection.run(
    'folderMoves.rename',
    `UPDATE documents SET name = :name, folded_name = :folded, modified_at = :modifiedAt, available = 1,
       -- A document without a title of its own goes by its name.
       title = CASE WHEN title = :before AND given_title IS NULL THEN :name ELSE title END,
       folded_title = CASE WHEN title = :before AND given_title IS NULL THEN :folded ELSE folded_title END,
       -- Without it the content is not known, and is read again.
       content_hash = CASE WHEN :reread THEN NULL ELSE content_hash END
     WHERE key = :key`,
    {
      key: document.key,
      before: document.name,
      name: move.name,
      folded: foldName(move.name),
      modifiedAt: move.modifiedAt,
      reread: move.reread ? 1 : 0,
    },
  )
  const members = connection.all<{ key: number; name: string }>(
    'folderMoves.members',
    `SELECT key, name FROM documents WHERE library_key = :libraryKey AND ${memberUriRange('uri', ':uri')}`,
    { libraryKey, uri: move.uri },
  )
  for (const member of members) {
    if (!member.name.startsWith(document.name)) continue
    const name = move.name + member.name.slice(document.name.length)
    connection.run('folderMoves.renameMember', 'UPDATE documents SET name = ?, folded_name = ? WHERE key = ?', [
      name,
      foldName(name),
      member.key,
    ])
  }
}

function withMembers(connection: WriteConnection, uri: string, libraryKey: number): number[] {
  return connection
    .all<{ key: number }>(
      'folderMoves.moved',
      `SELECT key FROM documents WHERE library_key = :libraryKey AND (uri = :uri OR ${memberUriRange('uri', ':uri')})`,
      { libraryKey, uri },
    )
    .map(({ key }) => key)
}
