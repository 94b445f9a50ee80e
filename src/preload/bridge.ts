import { enginePort, pageReady } from '../hosts/page-channels.ts'

/** The parts of the window and of Electron's messenger that the hand-over uses. */
export type PageWindow = {
  location: { origin: string }
  addEventListener(type: 'message', listener: (event: WindowMessage) => void): void
  postMessage(message: unknown, targetOrigin: string, transfer: MessagePort[]): void
}
type WindowMessage = { source: unknown; origin: string; data: unknown }
export type Messenger = {
  send(channel: string): void
  on(channel: string, listener: (event: { ports: MessagePort[] }) => void): void
}

/**
 * Passes the page's hello to the main process, and every engine port that comes back to the page. Its listeners live as
 * long as the document: a new document gets a new preload script.
 */
export function handOverPorts(page: PageWindow, messenger: Messenger): void {
  messenger.on(enginePort, ({ ports }) => {
    const [port] = ports
    if (port) page.postMessage({ type: enginePort }, page.location.origin, [port])
  })
  page.addEventListener('message', ({ source, origin, data }) => {
    // Only this window itself: a frame or an opener has no business here.
    if (source === page && origin === page.location.origin && isHello(data)) messenger.send(pageReady)
  })
}

function isHello(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === pageReady
}
