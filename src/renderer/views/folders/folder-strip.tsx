import type { Library } from '../../../contract/libraries.ts'
import { FolderCard } from './folder-card.tsx'
import { useFolders } from './use-folders.ts'

/** The folders that a library follows; nothing when there are none. */
export function FolderStrip({ library }: { library: Library }) {
  const folders = useFolders(library.id)
  return (
    <div className="flex flex-col gap-2 empty:hidden [&:not(:empty)]:mb-3">
      {folders.map((folder) => (
        <FolderCard key={folder.id} folder={folder} />
      ))}
    </div>
  )
}
