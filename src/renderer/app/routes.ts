import { navigate } from 'wouter/use-hash-location'

/** Addresses of the views, after the `#`. */
export const routes = {
  chat: '/chat',
  conversation: (conversationId: string) => `/chat/${conversationId}`,
  libraries: '/libraries',
  library: (libraryId: string) => `/libraries/${libraryId}`,
  evaluation: (libraryId: string, setId?: string) =>
    `/libraries/${libraryId}/evaluation${setId === undefined ? '' : `/${setId}`}`,
  /** With an entity: what is around that one. */
  graph: (libraryId: string, entityId?: string) =>
    `/libraries/${libraryId}/graph${entityId === undefined ? '' : `/${entityId}`}`,
  models: '/models',
  usage: '/usage',
  settings: '/settings',
} as const

export function go(path: string, options?: { replace?: boolean }): void {
  navigate(path, options)
}
