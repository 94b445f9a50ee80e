/**
 * How a desktop page gets its channel to the engine. The page posts `{ type: pageReady }` to its own window; the preload
 * script answers with `{ type: enginePort }` and one MessagePort, and does so again with a fresh port whenever the
 * engine has been restarted. A page without `window[desktopBridge]` is in a browser and uses the WebSocket door instead.
 */
export const pageReady = 'diwan-page-ready'
export const enginePort = 'diwan-engine-port'

/** Name on `window` under which the preload script exposes what only the desktop can do. */
export const desktopBridge = 'diwanDesktop'

/** `FileHandle` is the DOM's `File`, which rooms without a DOM do not know. */
export type DesktopBridge<FileHandle> = {
  /** Absolute path of a file or folder that was dropped or chosen; empty when it has none. */
  pathForFile(file: FileHandle): string
}
