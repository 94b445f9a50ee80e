import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** What a person has typed and not sent, by conversation. `libraryIds` is null until they chose for themselves. */
export type Draft = { text: string; libraryIds: readonly string[] | null }

type Drafts = {
  drafts: Readonly<Record<string, Draft>>
  change(key: string, change: Partial<Draft>): void
  clearText(key: string): void
}

const empty: Draft = { text: '', libraryIds: null }

/** Kept in the browser's own storage, so that a reload or a crash loses nothing that was typed. */
export const useDrafts = create<Drafts>()(
  persist(
    (set) => ({
      drafts: {},
      change: (key, change) =>
        set(({ drafts }) => ({ drafts: { ...drafts, [key]: { ...empty, ...drafts[key], ...change } } })),
      clearText: (key) =>
        set(({ drafts }) => ({
          drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== key)),
        })),
    }),
    { name: 'diwan-drafts', version: 1, partialize: ({ drafts }) => ({ drafts }) },
  ),
)

export function useDraft(key: string): Draft {
  return useDrafts(({ drafts }) => drafts[key] ?? empty)
}
