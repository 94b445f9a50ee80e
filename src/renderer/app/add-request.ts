import { create } from 'zustand'
import { addDropped } from '../engine/add-documents.ts'
import { client, engine } from '../engine/client.ts'
import type { Dropped } from '../engine/dropped-files.ts'
import { toFailure } from '../engine/failure.ts'
import { queryClient } from '../engine/query-client.ts'
import { go, routes } from './routes.ts'
import { focusComposer } from './shortcuts.ts'

type AddRequest = {
  /** What waits for the person to say which library it belongs to. */
  waiting: Dropped | null
  /** Why the last addition could not begin. */
  error: unknown
  set(change: { waiting?: Dropped | null; error?: unknown }): void
}

export const useAddRequest = create<AddRequest>((set) => ({
  waiting: null,
  error: null,
  set: (change) => set(change),
}))

/**
 * Adds to the library on screen; with no library yet, makes one named after the folder and offers the composer at once;
 * otherwise asks which library is meant.
 */
export async function requestAdd(dropped: Dropped, defaultName: string): Promise<void> {
  const { set } = useAddRequest.getState()
  set({ error: null })
  const libraryId = libraryOnScreen()
  try {
    if (libraryId !== null) {
      await addDropped(libraryId, dropped)
      return
    }
    const libraries = await queryClient.fetchQuery(engine.libraries.list.queryOptions())
    if (libraries.length > 0) set({ waiting: dropped })
    else await addToNewLibrary(dropped, dropped.folderName ?? defaultName)
  } catch (error) {
    set({ error })
  }
}

/** Makes the library, or takes the one that has the name already, and goes to the chat while its documents are read. */
export async function addToNewLibrary(dropped: Dropped, name: string): Promise<void> {
  const library = await client.libraries.create({ name }).catch((error: unknown) => {
    if (toFailure(error).code === 'LIBRARY_NAME_TAKEN') return client.libraries.get({ library: name })
    throw error
  })
  await queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
  if (!window.location.hash.startsWith(`#${routes.libraries}`)) {
    go(routes.chat)
    focusComposer()
  } else {
    go(routes.library(library.id))
  }
  await addDropped(library.id, dropped)
}

function libraryOnScreen(): string | null {
  return /^#\/libraries\/([\w-]+)$/.exec(window.location.hash)?.[1] ?? null
}
