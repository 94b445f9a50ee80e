import { useQuery } from '@tanstack/react-query'
import { engine } from './client.ts'

/** Milliseconds between looks for libraries that somebody else made, changed or deleted, as through the command line. */
const look = 4_000

/** All libraries by name, kept up to date as long as a view shows them. */
export function useLibraries() {
  return useQuery({ ...engine.libraries.list.queryOptions(), refetchInterval: look })
}
