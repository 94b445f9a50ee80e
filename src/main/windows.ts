import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron'
import type { ContextTarget, DesktopWindow, ElectronApi } from './electron-api.ts'
import { type Log, unattended } from './log.ts'
import { pageUrl } from './page-address.ts'

const crashWindow = 60_000
const crashesAllowed = 3

/** Paper colours of the two themes, painted before the page has loaded so that nothing flashes. */
const background = { light: '#faf9f7', dark: '#1b1a18' }

export type WindowOptions = {
  preload: string
  now: () => number
  log: Log
  /** Told when the page can be seen. */
  onShown: () => void
}

/** Options of the one kind of window there is. Every security option is written out, defaults included. */
export function windowOptions(preload: string, dark: boolean): BrowserWindowConstructorOptions {
  return {
    // With a name, Electron keeps bounds and display mode across restarts, and off screens that are gone.
    name: 'main',
    windowStatePersistence: true,
    title: 'Diwan',
    width: 1_280,
    height: 840,
    minWidth: 380,
    minHeight: 480,
    show: false,
    backgroundColor: dark ? background.dark : background.light,
    webPreferences: {
      preload,
      partition: pagePartition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker downloads its dictionaries.
      spellcheck: false,
    },
  }
}

/** The page's own session, kept on disk for its drafts; nothing else runs in it. */
export const pagePartition = 'persist:diwan'

/** Makes a window and loads the page in it; reloads the page when its process dies, unless it keeps dying. */
export function openWindow<Port>(api: ElectronApi<Port>, options: WindowOptions): DesktopWindow<Port> {
  const window = api.createWindow(windowOptions(options.preload, api.prefersDark()))
  const listeners = new DisposableStack()
  listeners.use(window.onClosed(() => listeners.dispose()))
  listeners.use(
    window.onReadyToShow(() => {
      window.show()
      options.onShown()
    }),
  )
  listeners.use(window.onContextMenu((target) => showContextMenu(api, target)))
  let crashes: number[] = []
  listeners.use(
    window.onPageGone((reason) => {
      if (reason === 'clean-exit') return
      crashes = [...crashes.filter((at) => options.now() - at < crashWindow), options.now()]
      // One that dies as soon as it is shown would flicker for ever; the person can still reload it by the menu.
      if (crashes.length <= crashesAllowed && !window.isDestroyed()) window.reload()
    }),
  )
  unattended(options.log, 'load the page', window.load(pageUrl))
  return window
}

function showContextMenu<Port>(api: ElectronApi<Port>, target: ContextTarget): void {
  const items: MenuItemConstructorOptions[] = target.isEditable
    ? [
        { role: 'undo', enabled: target.canUndo },
        { role: 'redo', enabled: target.canRedo },
        { type: 'separator' },
        { role: 'cut', enabled: target.hasSelection },
        { role: 'copy', enabled: target.hasSelection },
        { role: 'paste', enabled: target.canPaste },
        { type: 'separator' },
        { role: 'selectAll' },
      ]
    : target.hasSelection
      ? [{ role: 'copy' }]
      : []
  if (items.length > 0) api.popupMenu(items)
}
