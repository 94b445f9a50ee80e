import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Citation } from '../../contract/chat.ts'
import { giveFocusBack, rememberFocus } from '../lib/focus.ts'

/** What was looked for: the question as it was understood, and the libraries that were asked; none means all. */
export type Asked = { query: string; libraryIds: readonly string[] }

/** What the sources panel shows: a document as a whole, or one of an answer's citations. */
export type Source =
  | { kind: 'document'; documentId: string }
  | { kind: 'citation'; messageId: string; citations: readonly Citation[]; index: number; asked: Asked | null }

export type Overlay = 'palette' | 'shortcuts' | 'list' | 'check'

type ViewState = {
  source: Source | null
  overlay: Overlay | null
  listFolded: boolean
  /** Width of the sources panel in pixels; the layout keeps it between 360 and half of the window. */
  sourcesWidth: number
  /** Whether pages have small pictures of them beside them. */
  thumbnails: boolean
  /** Single-key shortcuts can be turned off, because speech input and stray keys trigger them. */
  singleKeys: boolean
  showSource(source: Source): void
  closeSource(): void
  walkCitations(step: 1 | -1): void
  /** Told what the citations of an answer are now; the one that is open stays open. */
  renumberCitations(messageId: string, citations: readonly Citation[]): void
  setOverlay(overlay: Overlay | null): void
  toggleList(): void
  setSourcesWidth(width: number): void
  setThumbnails(shown: boolean): void
  setSingleKeys(on: boolean): void
}

/** What only the view knows. Nothing that the engine knows is kept here. */
export const useViewState = create<ViewState>()(
  persist(
    (set, get) => ({
      source: null,
      overlay: null,
      listFolded: false,
      sourcesWidth: 520,
      thumbnails: false,
      singleKeys: true,
      showSource: (source) => {
        if (get().source === null) rememberFocus()
        set({ source })
      },
      closeSource: () => {
        if (get().source === null) return
        set({ source: null })
        // After the panel has left the page, so that the focus is not lost with it.
        requestAnimationFrame(giveFocusBack)
      },
      walkCitations: (step) => {
        const { source } = get()
        if (source?.kind !== 'citation') return
        const count = source.citations.length
        set({ source: { ...source, index: (source.index + step + count) % count } })
      },
      renumberCitations: (messageId, citations) => {
        const { source } = get()
        if (source?.kind !== 'citation' || source.messageId !== messageId || source.citations === citations) return
        const open = source.citations[source.index]
        const index = citations.findIndex((citation) => isSamePlace(citation, open))
        if (index !== -1) set({ source: { ...source, citations, index } })
      },
      setOverlay: (overlay) => set({ overlay }),
      toggleList: () => set(({ listFolded }) => ({ listFolded: !listFolded })),
      setSourcesWidth: (sourcesWidth) => set({ sourcesWidth }),
      setThumbnails: (thumbnails) => set({ thumbnails }),
      setSingleKeys: (singleKeys) => set({ singleKeys }),
    }),
    {
      name: 'diwan-view',
      version: 1,
      partialize: ({ listFolded, sourcesWidth, thumbnails, singleKeys }) => ({
        listFolded,
        sourcesWidth,
        thumbnails,
        singleKeys,
      }),
    },
  ),
)

function isSamePlace(citation: Citation, other: Citation | undefined): boolean {
  return citation.documentId === other?.documentId && citation.start === other.start && citation.end === other.end
}
