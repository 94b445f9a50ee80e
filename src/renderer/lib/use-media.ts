import { useSyncExternalStore } from 'react'

/** Whether a media query holds, now and as it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Below this width panels become sheets. */
export const useSheets = () => useMedia('(max-width: 899.98px)')
/** Below this width the rail lies at the foot. */
export const useOneColumn = () => useMedia('(max-width: 599.98px)')
