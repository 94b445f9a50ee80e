import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Citation } from '../../contract/answers.ts'
import type { Mention } from '../../contract/graph.ts'
import { giveFocusBack, rememberFocus } from '../lib/focus.ts'

/** What was looked for: the question as it was understood, and the libraries that were asked; none means all. */
export type Asked = { query: string; libraryIds: readonly string[] }

/** What the sources panel shows: a document as a whole, one of an answer's citations, or a place that names something. */
export type Source =
  | { kind: 'document'; documentId: string }
  | { kind: 'citation'; messageId: string; citations: readonly Citation[]; index: number; asked: Asked | null }
  | { kind: 'mention'; mentions: readonly Mention[]; index: number }

export type Overlay = 'palette' | 'shortcuts' | 'list' | 'check'

type ViewState = {
  source: Source | null
  overlay: Overlay | null
  listFolded: boolean
  /** Width of the sources panel in pixels; the layout keeps it between 360 and half of the window. */
  sourcesWidth: number
  /** Whether pages have small pictures of them beside them. */
  thumbnails: boolean
  /** Whether graphs are shown as tables. */
  graphAsTable: boolean
  /** Single-key shortcuts can be turned off, because speech input and stray keys trigger them. */
  singleKeys: boolean
  showSource(source: Source): void
  closeSource(): void
  /** To the next or the previous of the citations, or of the places, that are open. */
  walkCitations(step: 1 | -1): void
  /** Told what the citations of an answer are now; the one that is open stays open. */
  renumberCitations(messageId: string, citations: readonly Citation[]): void
  setOverlay(overlay: Overlay | null): void
  toggleList(): void
  setSourcesWidth(width: number): void
  setThumbnails(shown: boolean): void
  setGraphAsTable(asTable: boolean): void
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
      graphAsTable: false,
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
        if (source === null || source.kind === 'document') return
        const count = placesOf(source).length
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
      setGraphAsTable: (graphAsTable) => set({ graphAsTable }),
      setSingleKeys: (singleKeys) => set({ singleKeys }),
    }),
    {
      name: 'diwan-view',
      version: 1,
      partialize: ({ listFolded, sourcesWidth, thumbnails, graphAsTable, singleKeys }) => ({
        listFolded,
        sourcesWidth,
        thumbnails,
        graphAsTable,
        singleKeys,
      }),
    },
  ),
)

/** The places that are walked through. */
export function placesOf(source: Source): readonly (Citation | Mention)[] {
  if (source.kind === 'document') return []
  return source.kind === 'citation' ? source.citations : source.mentions
}

function isSamePlace(citation: Citation, other: Citation | undefined): boolean {
  return citation.documentId === other?.documentId && citation.start === other.start && citation.end === other.end
}
