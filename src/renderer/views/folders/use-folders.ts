import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { BoundFolder } from '../../../contract/folders.ts'
import { engine } from '../../engine/client.ts'
import { refreshDocuments } from '../../engine/document-care.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Milliseconds between looks at folders, which change without anybody at the page. */
const look = 3_000

/** The folders that a library follows. What they hold is asked for again when they have changed. */
export function useFolders(libraryId: string): readonly BoundFolder[] {
  const { data } = useQuery({
    ...engine.folders.list.queryOptions({ input: { library: libraryId } }),
    refetchInterval: look,
  })
  const folders = useMemo(() => data ?? [], [data])
  const seen = folders
    .map(({ id, state, files, reconciledAt }) => [id, state, files.followed, reconciledAt].join())
    .join()
  useEffect(() => {
    if (seen !== '') refreshDocuments()
  }, [seen])
  return folders
}

export function refreshFolders(): void {
  void queryClient.invalidateQueries({ queryKey: engine.folders.key() })
  refreshDocuments()
}
