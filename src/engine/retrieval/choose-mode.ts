import type { RetrievalNotice } from '../../contract/retrieval-settings.ts'
import type { RetrievalRooms } from './requests.ts'
import type { ResolvedScope } from './resolve-scope.ts'
import { findServed, type ServedLibrary } from './stages/dense.ts'

/**
 * How these libraries are searched: as the settings say, and by words alone where none of them has vectors. `served` is
 * empty when nothing is searched by vectors.
 */
export async function chooseMode(
  rooms: RetrievalRooms,
  { settings, libraryIds }: ResolvedScope,
): Promise<{ mode: 'hybrid' | 'dense' | 'keyword'; served: ServedLibrary[]; notices: RetrievalNotice[] }> {
  if (settings.mode === 'keyword') return { mode: 'keyword', served: [], notices: [] }
  const served = await findServed(rooms, libraryIds)
  if (served.length === 0) return { mode: 'keyword', served, notices: ['no-embedding-model'] }
  return { mode: settings.mode === 'dense' ? 'dense' : 'hybrid', served, notices: [] }
}
