import type { DomNode } from './html-dom.ts'

/** What holds no text for readers, or text of programs and of their controls. */
const silent = new Set(
  (
    'SCRIPT STYLE TEMPLATE NOSCRIPT HEAD SVG MATH IFRAME OBJECT EMBED APPLET CANVAS AUDIO VIDEO SELECT DATALIST TEXTAREA ' +
    'BUTTON'
  ).split(' '),
)

const hiddenByStyle = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i

/** Whether nobody sees an element's text: programs, what the page hides, dialogs that are not open. */
export function isUnseen(element: DomNode): boolean {
  const name = element.nodeName.toUpperCase()
  if (silent.has(name)) return true
  if (element.hasAttribute?.('hidden') || element.getAttribute?.('aria-hidden') === 'true') return true
  if (name === 'DIALOG' && !element.hasAttribute?.('open')) return true
  return hiddenByStyle.test(element.getAttribute?.('style') ?? '')
}

const around = new Set(['navigation', 'search', 'banner', 'contentinfo'])
/** Inside of these, a header or footer belongs to the text and not to the page. */
const parts = new Set(['ARTICLE', 'MAIN', 'SECTION', 'BLOCKQUOTE', 'TD', 'FIGURE'])

/** Whether an element is what a site puts around every page: menus, the search box, the page's own header and footer. */
export function isAroundContent(element: DomNode): boolean {
  const role = element.getAttribute?.('role')
  if (role) return around.has(role)
  if (element.nodeName === 'NAV') return true
  if (element.nodeName !== 'FOOTER') return false
  for (let above = element.parentNode; above !== null; above = above.parentNode) {
    if (parts.has(above.nodeName)) return false
  }
  return true
}
