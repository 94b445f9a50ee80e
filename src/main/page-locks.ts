import type { ElectronApi, PageGuard, PageSession, PermissionRequest } from './electron-api.ts'
import { type Log, unattended } from './log.ts'
import { externalUrl, isPageUrl } from './page-address.ts'

/** Writing to the clipboard after a click is all that the page ever asks for. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/**
 * A page stays on its own origin: it is never navigated elsewhere, opens no window, embeds no other page. A web link
 * that the person clicks goes to the system's browser once its address has passed `externalUrl`.
 */
export function lockPage(page: PageGuard, openExternal: (url: string) => void): void {
  const openIfWeb = (address: string) => {
    const url = externalUrl(address)
    if (url !== null) openExternal(url)
  }
  page.onNavigate(({ url, isMainFrame }) => {
    if (isPageUrl(url) && isMainFrame) return 'allow'
    if (isMainFrame) openIfWeb(url)
    return 'deny'
  })
  page.onWindowOpen(openIfWeb)
  page.denyWebviews()
}

/** Everything that a page could reach around its lock: permissions, devices, certificates, requests, downloads. */
export function lockSession(session: PageSession): void {
  session.decidePermissions(mayUse)
  session.denyDevices()
  session.denyCertificates()
  session.decideRequests((url) => (isLocal(url) ? 'allow' : 'deny'))
  session.decideDownloads((url) => (isLocal(url) ? 'allow' : 'deny'))
}

function mayUse({ permission, requestingUrl, isMainFrame }: PermissionRequest): boolean {
  return grantedPermissions.has(permission) && isMainFrame && isPageUrl(requestingUrl)
}

/** Addresses that stay inside the application: the page's own files, what it made itself, and the developer tools. */
function isLocal(address: string): boolean {
  if (isPageUrl(address)) return true
  const url = URL.parse(address)
  if (url === null) return false
  if (url.protocol === 'blob:') return isPageUrl(url.pathname)
  return url.protocol === 'data:' || url.protocol === 'devtools:'
}

export function lockEveryPage<Port>(api: ElectronApi<Port>, log: Log): Disposable {
  const open = (url: string) => unattended(log, 'open a web link', api.openExternal(url))
  return api.app.onPageCreated((page) => lockPage(page, open))
}
