import { useEffect } from 'react'
import { isTyping } from '../lib/focus.ts'
import { go, routes } from './routes.ts'
import { useViewState } from './view-state.ts'

/** Milliseconds within which the second key of a pair such as `G L` counts. */
const pairLimit = 1_200

/** Sent to the view that is on screen; a view that has nothing of the kind ignores it. */
export type ListMove = 'next' | 'previous' | 'open'
export const listMoveEvent = 'diwan-list-move'
export const focusComposerEvent = 'diwan-focus-composer'
export const newConversationEvent = 'diwan-new-conversation'

let composerWanted = false

/** Whether the composer that has just appeared is to take the focus. True once for each wish. */
export function takeComposerWish(): boolean {
  const wanted = composerWanted
  composerWanted = false
  return wanted
}

/** Focuses the composer, going to the chat first when it is not on screen; one that comes later takes it then. */
export function focusComposer(): void {
  composerWanted = true
  if (!window.location.hash.startsWith(`#${routes.chat}`)) go(routes.chat)
  requestAnimationFrame(() => window.dispatchEvent(new Event(focusComposerEvent)))
}

export function startConversation(): void {
  go(routes.chat)
  window.dispatchEvent(new Event(newConversationEvent))
  focusComposer()
}

function moveInList(move: ListMove): void {
  window.dispatchEvent(new CustomEvent<ListMove>(listMoveEvent, { detail: move }))
}

/** Walks on from the open citation; with none open, opens the first of the answer that is being read. */
function walkCitations(step: 1 | -1): void {
  const { source } = useViewState.getState()
  if (source !== null && source.kind !== 'document') {
    useViewState.getState().walkCitations(step)
    return
  }
  const markers = [...document.querySelectorAll<HTMLElement>('#work [data-citation]')]
  const first = markers.find(isSeen) ?? markers.findLast(({ dataset }) => dataset.citation === '0')
  first?.focus({ preventScroll: true })
  first?.click()
}

/** Whether it is what the eye meets at its place: not scrolled away, nothing above it. */
function isSeen(element: HTMLElement): boolean {
  const { left, top, width, height } = element.getBoundingClientRect()
  return document.elementFromPoint(left + width / 2, top + height / 2) === element
}

const pairs: Readonly<Record<string, () => void>> = {
  c: () => go(routes.chat),
  l: () => go(routes.libraries),
  m: () => go(routes.models),
  s: () => go(routes.settings),
  u: () => go(routes.usage),
}

const singles: Readonly<Record<string, () => void>> = {
  n: startConversation,
  '/': focusComposer,
  j: () => moveInList('next'),
  k: () => moveInList('previous'),
  '?': () => useViewState.getState().setOverlay('shortcuts'),
  '[': () => walkCitations(-1),
  ']': () => walkCitations(1),
}

/** The page's keys. Single keys keep out of text fields, dialogs and menus. */
export function useShortcuts(): void {
  useEffect(() => {
    let firstKeyAt = 0
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const view = useViewState.getState()
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        view.setOverlay(view.overlay === 'palette' ? null : 'palette')
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey) return
      const modal = document.querySelector('dialog[open]') !== null
      const sourcesSheet = modal && view.source !== null && view.overlay === null
      if (event.key === 'Escape' && !modal && view.source !== null) {
        view.closeSource()
        return
      }
      if (!view.singleKeys || isTyping(event.target) || inMenu(event.target)) return
      if (modal && !(sourcesSheet && (event.key === '[' || event.key === ']'))) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const isSecond = event.timeStamp - firstKeyAt < pairLimit && firstKeyAt !== 0
      firstKeyAt = !isSecond && key === 'g' ? event.timeStamp : 0
      const action = isSecond ? pairs[key] : singles[key]
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function inMenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="menu"], [role="listbox"]') !== null
}
