import { QueryClient } from '@tanstack/react-query'
import { connection } from './client.ts'

/**
 * The page's copy of what the engine knows. Reads are not retried one by one: a lost connection shows in the banner, and
 * when it is back everything on screen is asked for again.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

connection.state.subscribe((now, before) => {
  if (now.state === 'open' && before.state !== 'connecting') void queryClient.invalidateQueries()
})
