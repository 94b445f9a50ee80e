import type { WriteConnection } from '../connection.ts'

/**
 * Notes that a file of a bound folder was read. Called inside the transaction that did it, so that a file is never read
 * without being known, or known without being read. Without a document the file was gone when its turn came.
 */
export function followFile(
  connection: WriteConnection,
  file: { folderId: string; path: string; documentId: string | null },
): void {
  const folder = '(SELECT key FROM folders WHERE id = :folderId)'
  if (file.documentId === null) {
    connection.run(
      'folderFiles.forget',
      `DELETE FROM folder_files WHERE folder_key = ${folder} AND path = :path AND state = 'pending'`,
      { folderId: file.folderId, path: file.path },
    )
    return
  }
  connection.run(
    'folderFiles.follow',
    `UPDATE folder_files SET state = 'followed', document_id = :documentId,
       content_hash = (SELECT content_hash FROM documents WHERE id = :documentId)
     WHERE folder_key = ${folder} AND path = :path AND state = 'pending'`,
    file,
  )
}
