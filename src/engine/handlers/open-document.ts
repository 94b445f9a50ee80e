import { fileURLToPath } from 'node:url'
import type { Document } from '../../contract/document.ts'
import { Failure } from '../../domain/failure.ts'
import { findOwnFolder, leadsToOwn } from '../ingest/own-folder.ts'
import { isSystemError } from '../ingest/system-errors.ts'

/** The host's way of opening a file: what may be opened is its policy. */
export type OpenExternally = (path: string) => Promise<'opened' | 'refused' | 'no-program'>

type OpenOptions = {
  /** Null for a host that opens nothing. */
  openExternally: OpenExternally | null
  dataFolder: string
}

/**
 * Opens a document's original in the system's program. Copies that Diwan keeps, members of archives and records are no
 * files of their own; nothing is unpacked for this, because it would lie unencrypted on the disk.
 *
 * @throws Failure OPEN_UNSUPPORTED, ORIGINAL_UNAVAILABLE
 */
export async function openDocument(document: Document, options: OpenOptions): Promise<{ id: string }> {
  const unsupported = (reason: 'no-file' | 'no-screen' | 'refused') =>
    new Failure('OPEN_UNSUPPORTED', { documentId: document.id, reason })
  const path = findOwnPath(document.uri)
  if (path === null) throw unsupported('no-file')
  if (options.openExternally === null) throw unsupported('no-screen')
  try {
    if (await leadsToOwn(path, findOwnFolder(options.dataFolder))) throw unsupported('refused')
    const outcome = await options.openExternally(path)
    if (outcome === 'refused') throw unsupported('refused')
    if (outcome === 'no-program') throw unsupported('no-screen')
    return { id: document.id }
  } catch (error) {
    if (!isSystemError(error)) throw error
    const reason = error.code === 'ENOENT' || error.code === 'ENOTDIR' ? 'missing' : 'unreadable'
    throw new Failure('ORIGINAL_UNAVAILABLE', { documentId: document.id, reason }, { cause: error })
  }
}

/** The path of a document that is a whole file of the person's own; null for every other. */
function findOwnPath(uri: string): string | null {
  if (!uri.startsWith('file:') || uri.includes('!/')) return null
  const address = new URL(uri)
  return address.hash === '' ? fileURLToPath(address) : null
}
