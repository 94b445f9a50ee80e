import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { isTyping } from '../../lib/focus.ts'
import type { DocumentQuery } from './document-query.ts'
import { idsBetween, isChosen, useSelection } from './selection.ts'
import { rowOf } from './use-row-slots.ts'

type RowSelectionOptions = { libraryId: string; query: DocumentQuery; total: number }

export type RowSelection = {
  /**
   * Chooses the document of a row or lets it go; with Shift, chooses all from the last one that was chosen to it. Which row that
   * is, is told by an element in it, so that a document that only moves is not drawn anew.
   */
  toggle(documentId: string, element: Element, shift: boolean): void
  /** Ctrl or Cmd and A choose all that pass the filter; Escape lets all go. */
  onKeyDown(event: KeyboardEvent): void
}

/** Choosing rows with the pointer and the keyboard. The functions stay the same, so that rows are not drawn anew. */
export function useRowSelection(options: RowSelectionOptions): RowSelection {
  const now = useRef(options)
  now.current = options
  const { libraryId, query } = options
  // biome-ignore lint/correctness/useExhaustiveDependencies: a selection belongs to what it was made under
  useEffect(() => useSelection.getState().clear(), [libraryId, JSON.stringify({ ...query, sort: 0, order: 0 })])
  const toggle = useCallback(async (documentId: string, element: Element, shift: boolean) => {
    const index = rowOf(element) ?? 0
    const { chosen, anchor, choose, set } = useSelection.getState()
    if (shift && !chosen.all) {
      const [first, last] = anchor < index ? [anchor, index] : [index, anchor]
      choose(await idsBetween(now.current, first, last), index)
    } else if (!isChosen(chosen, documentId)) {
      choose([documentId], index)
    } else {
      const ids = new Set(chosen.all ? await idsBetween(now.current, 0, now.current.total - 1) : chosen.ids)
      ids.delete(documentId)
      set(ids)
    }
  }, [])
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    if (isTyping(event.target) || event.defaultPrevented) return
    const { chosen, chooseAll, clear } = useSelection.getState()
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') chooseAll()
    else if (event.key === 'Escape' && (chosen.all || chosen.ids.size > 0)) clear()
    else return
    event.preventDefault()
  }, [])
  return { toggle: useCallback((...row) => void toggle(...row), [toggle]), onKeyDown }
}
