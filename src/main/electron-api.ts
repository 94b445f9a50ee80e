import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  MenuItemConstructorOptions,
  MessageBoxOptions,
} from 'electron'

/**
 * All that the desktop host asks of Electron, so that windows, menus, locks and the supervisor run in plain Node with a
 * fake. `electron-real.ts` is the one file that imports Electron. Listeners come back as disposables.
 */
export type ElectronApi<Port = unknown> = {
  platform: NodeJS.Platform
  app: DesktopApp
  session: PageSession
  createWindow(options: BrowserWindowConstructorOptions): DesktopWindow<Port>
  /** Messages that a page's preload script sends to the main process. */
  onPageMessage(channel: string, listener: (message: PageMessage) => void): Disposable
  createChannel(): { port1: Port; port2: Port }
  forkUtility(modulePath: string, options: UtilityOptions): UtilityHandle<Port>
  setApplicationMenu(template: MenuItemConstructorOptions[]): void
  /** A menu under the pointer. */
  popupMenu(template: MenuItemConstructorOptions[]): void
  /** Resolves with the index of the button that was pressed. */
  showMessageBox(options: MessageBoxOptions): Promise<number>
  /** Shows an error at once, before `whenReady` too, and waits for the person. */
  showErrorBox(title: string, message: string): void
  showAboutPanel(): void
  openExternal(url: string): Promise<void>
  /** Opens a folder in the system's file manager. */
  openPath(path: string): Promise<void>
  safeStorage: SafeStorageApi
  prefersDark(): boolean
  /** After `whenReady` only. */
  isOnBattery(): boolean
  /** The system's proxies for an address, in the words of a PAC file. After `whenReady` only. */
  resolveProxy(url: string): Promise<string>
}

export type DesktopApp = {
  version(): string
  setName(name: string): void
  setUserDataFolder(path: string): void
  /** Every renderer, whatever its options, is sandboxed. Before `whenReady` only. */
  enableSandbox(): void
  /** Before `whenReady` only. */
  registerSchemes(schemes: CustomScheme[]): void
  requestSingleInstanceLock(): boolean
  whenReady(): Promise<void>
  quit(): void
  onSecondInstance(listener: () => void): Disposable
  /** macOS: the dock icon was clicked. */
  onActivate(listener: () => void): Disposable
  onAllWindowsClosed(listener: () => void): Disposable
  /** Answer `wait` to hold the quitting back; call `quit` again when done. */
  onBeforeQuit(listener: () => 'quit' | 'wait'): Disposable
  /** Every page that comes to be, embedded ones included, before it loads anything. */
  onPageCreated(listener: (page: PageGuard) => void): Disposable
}

export type Verdict = 'allow' | 'deny'

/** What the main process can hold a page to. */
export type PageGuard = {
  /** Asked for every navigation of every frame, redirects included. */
  onNavigate(listener: (navigation: { url: string; isMainFrame: boolean }) => Verdict): void
  /** Told of every window that the page wants to open; none ever is. */
  onWindowOpen(listener: (url: string) => void): void
  /** Called for every `<webview>`; none is ever attached. */
  denyWebviews(): void
}

export type DesktopWindow<Port> = {
  id: number
  load(url: string): Promise<void>
  show(): void
  focus(): void
  reload(): void
  isDestroyed(): boolean
  /** Sends a message and a port to the main frame's preload script. */
  postMessage(channel: string, port: Port): void
  onReadyToShow(listener: () => void): Disposable
  onClosed(listener: () => void): Disposable
  /** The page's process died; `reason` is Electron's word. */
  onPageGone(listener: (reason: string) => void): Disposable
  onContextMenu(listener: (target: ContextTarget) => void): Disposable
}

export type ContextTarget = {
  isEditable: boolean
  hasSelection: boolean
  canUndo: boolean
  canRedo: boolean
  canPaste: boolean
}

/** `frameUrl` is null when the frame has gone or navigated since; `windowId` null when it is in none of our windows. */
export type PageMessage = {
  windowId: number | null
  frameUrl: string | null
  isMainFrame: boolean
  payload: unknown
}

export type PermissionRequest = { permission: string; requestingUrl: string; isMainFrame: boolean }

export type PageSession = {
  handleScheme(scheme: string, handler: (request: Request) => Promise<Response>): void
  /** Decides both what a page asks for and what it looks up. */
  decidePermissions(decide: (request: PermissionRequest) => boolean): void
  /** Devices (HID, serial, USB) and screen capture. */
  denyDevices(): void
  /** Every certificate is refused: the page has no server to talk to. */
  denyCertificates(): void
  /** Asked before every request of the page, whatever its scheme. */
  decideRequests(decide: (url: string) => Verdict): void
  /** Asked for every download with the address of its data. */
  decideDownloads(decide: (url: string) => Verdict): void
}

export type UtilityOptions = { serviceName: string; environment: Record<string, string> }

export type UtilityHandle<Port> = {
  pid(): number | undefined
  postMessage(message: unknown, ports: Port[]): void
  onMessage(listener: (message: unknown) => void): Disposable
  /** `reason` is the application's own report of the death (`oom`, `crashed`, `killed`, …) where it came in time. */
  onExit(listener: (exit: { code: number; reason: string | null }) => void): Disposable
  kill(): void
}

export type SafeStorageApi = {
  isAvailable(): Promise<boolean>
  /** Linux only; null elsewhere. `basic_text` is a fixed password and protects nothing. */
  backend(): string | null
  encrypt(text: string): Promise<Uint8Array>
  /** `renew` when the text should be encrypted anew, because the system's key has changed. */
  decrypt(bytes: Uint8Array): Promise<{ text: string; renew: boolean }>
}
