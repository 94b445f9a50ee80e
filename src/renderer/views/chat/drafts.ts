import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Attachment } from '../../../contract/chat.ts'
import type { GenerationOptions } from '../../../contract/language-models.ts'

/** What a person has typed and not sent, by conversation. What they have not chosen for themselves is null. */
export type Draft = {
  text: string
  libraryIds: readonly string[] | null
  /** Models that are to answer; several answer side by side, none leaves it to the settings. */
  models: readonly string[] | null
  options: GenerationOptions | null
  attachments: readonly Attachment[]
}

type Drafts = {
  drafts: Readonly<Record<string, Draft>>
  change(key: string, change: Partial<Draft>): void
  attach(key: string, attachment: Attachment): void
  clearText(key: string): void
}

const empty: Draft = { text: '', libraryIds: null, models: null, options: null, attachments: [] }

/** Kept in the browser's own storage, so that a reload or a crash loses nothing that was typed. */
export const useDrafts = create<Drafts>()(
  persist(
    (set, get) => ({
      drafts: {},
      change: (key, change) =>
        set(({ drafts }) => ({ drafts: { ...drafts, [key]: { ...empty, ...drafts[key], ...change } } })),
      attach: (key, attachment) =>
        get().change(key, { attachments: [...(get().drafts[key]?.attachments ?? []), attachment] }),
      clearText: (key) =>
        set(({ drafts }) => ({
          drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== key)),
        })),
    }),
    { name: 'diwan-drafts', version: 1, partialize: ({ drafts }) => ({ drafts }) },
  ),
)

/** A draft of an older Diwan has not all of its parts. */
export function useDraft(key: string): Draft {
  const draft = useDrafts(({ drafts }) => drafts[key])
  return draft === undefined ? empty : { ...empty, ...draft }
}
