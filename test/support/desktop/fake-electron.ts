import type { BrowserWindowConstructorOptions, CustomScheme, MenuItemConstructorOptions } from 'electron'
import type {
  ContextTarget,
  DesktopWindow,
  ElectronApi,
  PageGuard,
  PageMessage,
  PermissionRequest,
  UtilityHandle,
  UtilityOptions,
  Verdict,
} from '../../../src/main/electron-api.ts'

/** Listeners of one event, in the order in which they came. */
class Listeners<Arguments extends unknown[], Answer = void> {
  readonly #listeners = new Set<(...values: Arguments) => Answer>()

  readonly add = (listener: (...values: Arguments) => Answer): Disposable => {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) }
  }

  emit(...values: Arguments): Answer[] {
    return [...this.#listeners].map((listener) => listener(...values))
  }
}

export class FakeWindow<Port> implements DesktopWindow<Port> {
  readonly id: number
  readonly options: BrowserWindowConstructorOptions
  readonly did: string[] = []
  readonly ports: { channel: string; port: Port }[] = []
  destroyed = false
  readonly readyToShow = new Listeners<[]>()
  readonly closed = new Listeners<[]>()
  readonly pageGone = new Listeners<[string]>()
  readonly contextMenu = new Listeners<[ContextTarget]>()
  readonly onReadyToShow = this.readyToShow.add
  readonly onClosed = this.closed.add
  readonly onPageGone = this.pageGone.add
  readonly onContextMenu = this.contextMenu.add

  constructor(id: number, options: BrowserWindowConstructorOptions) {
    this.id = id
    this.options = options
  }

  async load(url: string) {
    this.did.push(`load ${url}`)
  }
  show() {
    this.did.push('show')
  }
  focus() {
    this.did.push('focus')
  }
  reload() {
    this.did.push('reload')
  }
  isDestroyed() {
    return this.destroyed
  }
  postMessage(channel: string, port: Port) {
    this.ports.push({ channel, port })
  }

  close() {
    this.destroyed = true
    this.closed.emit()
  }
}

/** What a page may do, asked as Electron would ask. */
export class FakePage implements PageGuard {
  #navigate: Parameters<PageGuard['onNavigate']>[0] = () => 'allow'
  #open: Parameters<PageGuard['onWindowOpen']>[0] = () => undefined
  webviewsDenied = false

  onNavigate(listener: Parameters<PageGuard['onNavigate']>[0]) {
    this.#navigate = listener
  }
  onWindowOpen(listener: (url: string) => void) {
    this.#open = listener
  }
  denyWebviews() {
    this.webviewsDenied = true
  }

  navigate(url: string, isMainFrame = true): Verdict {
    return this.#navigate({ url, isMainFrame })
  }
  open(url: string) {
    this.#open(url)
  }
}

export type FakeElectronOptions<Port> = {
  fork: (modulePath: string, options: UtilityOptions) => UtilityHandle<Port>
  channel: () => { port1: Port; port2: Port }
  platform?: NodeJS.Platform
  firstInstance?: boolean
  keychain?: boolean
  onBattery?: boolean
  /** Answers message boxes; the index of a button. */
  answer?: () => Promise<number>
}

/** An Electron that does nothing but remember what it was told, and lets a test play the person and the system. */
export function createFakeElectron<Port>(options: FakeElectronOptions<Port>) {
  const windows: FakeWindow<Port>[] = []
  const did: string[] = []
  const boxes: string[] = []
  const schemes: CustomScheme[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const popups: MenuItemConstructorOptions[][] = []
  const forked: UtilityOptions[] = []
  const pageMessages = new Map<string, Listeners<[PageMessage]>>()
  const events = {
    secondInstance: new Listeners<[]>(),
    activate: new Listeners<[]>(),
    allWindowsClosed: new Listeners<[]>(),
    beforeQuit: new Listeners<[], 'quit' | 'wait'>(),
    pageCreated: new Listeners<[PageGuard]>(),
  }
  const session = {
    permission: (_request: PermissionRequest): boolean => true,
    request: (_url: string): Verdict => 'allow',
    download: (_url: string): Verdict => 'allow',
    handler: async (_request: Request): Promise<Response> => new Response(null, { status: 500 }),
    denied: [] as string[],
  }

  const api: ElectronApi<Port> = {
    platform: options.platform ?? 'linux',
    app: {
      version: () => '1.2.3',
      setName: (name) => did.push(`name ${name}`),
      setUserDataFolder: (path) => did.push(`user data ${path}`),
      enableSandbox: () => did.push('sandbox'),
      registerSchemes: (registered) => {
        did.push('schemes')
        schemes.push(...registered)
      },
      requestSingleInstanceLock: () => options.firstInstance ?? true,
      whenReady: async () => {
        did.push('ready')
      },
      quit: () => {
        did.push(events.beforeQuit.emit().includes('wait') ? 'quit held' : 'quit')
      },
      onSecondInstance: events.secondInstance.add,
      onActivate: events.activate.add,
      onAllWindowsClosed: events.allWindowsClosed.add,
      onBeforeQuit: events.beforeQuit.add,
      onPageCreated: events.pageCreated.add,
    },
    session: {
      handleScheme: (_scheme, handler) => {
        session.handler = handler
      },
      decidePermissions: (decide) => {
        session.permission = decide
      },
      denyDevices: () => session.denied.push('devices'),
      denyCertificates: () => session.denied.push('certificates'),
      decideRequests: (decide) => {
        session.request = decide
      },
      decideDownloads: (decide) => {
        session.download = decide
      },
    },
    createWindow(windowOptions) {
      const window = new FakeWindow<Port>(windows.length + 1, windowOptions)
      windows.push(window)
      return window
    },
    onPageMessage(channel, listener) {
      const listeners = pageMessages.get(channel) ?? new Listeners<[PageMessage]>()
      pageMessages.set(channel, listeners)
      return listeners.add(listener)
    },
    createChannel: options.channel,
    forkUtility(modulePath, utility) {
      forked.push(utility)
      return options.fork(modulePath, utility)
    },
    setApplicationMenu: (template) => menus.push(template),
    popupMenu: (template) => popups.push(template),
    async showMessageBox(box) {
      boxes.push(box.message)
      return options.answer ? options.answer() : new Promise<number>(() => undefined)
    },
    showErrorBox: (title) => boxes.push(title),
    showAboutPanel: () => did.push('about'),
    async openExternal(url) {
      did.push(`external ${url}`)
    },
    async openPath(path) {
      did.push(`path ${path}`)
    },
    safeStorage: {
      isAvailable: async () => options.keychain ?? true,
      backend: () => null,
      encrypt: async (text) => Buffer.from(text).reverse(),
      decrypt: async (bytes) => ({ text: Buffer.from(bytes).reverse().toString(), renew: false }),
    },
    prefersDark: () => false,
    isOnBattery: () => options.onBattery ?? false,
    resolveProxy: async (url) => {
      did.push(`proxy of ${url}`)
      return 'PROXY proxy.test:3128; DIRECT'
    },
  }

  /** A message as the preload script of a window sends it; `changed` is what an attacker would change. */
  const sendFromPage = (channel: string, changed: Partial<PageMessage> = {}) => {
    const message = { windowId: 1, frameUrl: 'diwan://page/', isMainFrame: true, payload: undefined, ...changed }
    pageMessages.get(channel)?.emit(message)
  }

  return { api, windows, did, boxes, schemes, menus, popups, forked, events, session, sendFromPage }
}
