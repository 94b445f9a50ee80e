/** True where a key press means text or a control's own business, so that single-key shortcuts keep out. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || isTextInput(target)
}

function isTextInput(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type)
}

let returnTo: HTMLElement | SVGElement | null = null

/** Remembers what has the focus, so that `giveFocusBack` can return it after a panel was visited. */
export function rememberFocus(): void {
  const active = document.activeElement
  const isElement = active instanceof HTMLElement || active instanceof SVGElement
  if (isElement && active !== document.body) returnTo = active
}

/** Returns the focus to what `rememberFocus` saw, when it is still there. */
export function giveFocusBack(): void {
  if (returnTo?.isConnected) returnTo.focus()
  returnTo = null
}
