import {
  app,
  BrowserWindow,
  dialog,
  type IpcMainEvent,
  ipcMain,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  nativeTheme,
  powerMonitor,
  protocol,
  type Session,
  safeStorage,
  session,
  shell,
  type UtilityProcess,
  utilityProcess,
  type WebContents,
} from 'electron'
import type {
  DesktopApp,
  DesktopWindow,
  ElectronApi,
  PageGuard,
  PageMessage,
  PageSession,
  UtilityHandle,
  UtilityOptions,
} from './electron-api.ts'

/**
 * Electron behind the narrow interface. Nothing is decided here: each function passes one question on, and what has no
 * listener is denied by Electron's own default.
 */

/** `partition` names the session that the page runs in; it comes to be on first use, which must be after `whenReady`. */
export function createElectronApi(partition: string): ElectronApi<MessagePortMain> {
  return {
    platform: process.platform,
    app: desktopApp,
    get session() {
      return wrapSession(session.fromPartition(partition))
    },
    createWindow: (options) => wrapWindow(new BrowserWindow(options)),
    onPageMessage(channel, listener) {
      const handler = (event: IpcMainEvent, payload: unknown) => listener(describeSender(event, payload))
      ipcMain.on(channel, handler)
      return disposable(() => ipcMain.off(channel, handler))
    },
    createChannel: () => new MessageChannelMain(),
    forkUtility: (modulePath, options) => wrapUtility(modulePath, options),
    setApplicationMenu: (template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
    popupMenu: (template) => Menu.buildFromTemplate(template).popup(),
    showMessageBox: async (options) => (await dialog.showMessageBox(options)).response,
    showErrorBox: (title, message) => dialog.showErrorBox(title, message),
    showAboutPanel: () => app.showAboutPanel(),
    openExternal: (url) => shell.openExternal(url),
    async openPath(path) {
      const failure = await shell.openPath(path)
      if (failure !== '') throw new Error(failure)
    },
    safeStorage: {
      isAvailable: () => safeStorage.isAsyncEncryptionAvailable(),
      backend: () => (process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null),
      encrypt: (text) => safeStorage.encryptStringAsync(text),
      async decrypt(bytes) {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(bytes))
        return { text: result, renew: shouldReEncrypt }
      },
    },
    prefersDark: () => nativeTheme.shouldUseDarkColors,
    isOnBattery: () => powerMonitor.isOnBatteryPower(),
    resolveProxy: (url) => session.fromPartition(partition).resolveProxy(url),
  }
}

const desktopApp: DesktopApp = {
  version: () => app.getVersion(),
  setName: (name) => app.setName(name),
  setUserDataFolder: (path) => app.setPath('userData', path),
  enableSandbox: () => app.enableSandbox(),
  registerSchemes: (schemes) => protocol.registerSchemesAsPrivileged(schemes),
  requestSingleInstanceLock: () => app.requestSingleInstanceLock(),
  whenReady: () => app.whenReady(),
  quit: () => app.quit(),
  onSecondInstance(listener) {
    app.on('second-instance', listener)
    return disposable(() => app.off('second-instance', listener))
  },
  onActivate(listener) {
    app.on('activate', listener)
    return disposable(() => app.off('activate', listener))
  },
  onAllWindowsClosed(listener) {
    app.on('window-all-closed', listener)
    return disposable(() => app.off('window-all-closed', listener))
  },
  onBeforeQuit(listener) {
    const handler = (event: { preventDefault(): void }) => {
      if (listener() === 'wait') event.preventDefault()
    }
    app.on('before-quit', handler)
    return disposable(() => app.off('before-quit', handler))
  },
  onPageCreated(listener) {
    const handler = (_event: unknown, contents: WebContents) => listener(guardPage(contents))
    app.on('web-contents-created', handler)
    return disposable(() => app.off('web-contents-created', handler))
  },
}

function guardPage(contents: WebContents): PageGuard {
  // These listeners live exactly as long as the page they are on.
  return {
    onNavigate(listener) {
      contents.on('will-frame-navigate', (event) => {
        if (listener({ url: event.url, isMainFrame: event.isMainFrame }) === 'deny') event.preventDefault()
      })
      contents.on('will-redirect', (event) => {
        if (listener({ url: event.url, isMainFrame: event.isMainFrame }) === 'deny') event.preventDefault()
      })
    },
    onWindowOpen(listener) {
      contents.setWindowOpenHandler(({ url }) => {
        listener(url)
        return { action: 'deny' }
      })
    },
    denyWebviews() {
      contents.on('will-attach-webview', (event) => event.preventDefault())
    },
  }
}

function wrapWindow(window: BrowserWindow): DesktopWindow<MessagePortMain> {
  const { webContents } = window
  return {
    id: window.id,
    load: (url) => window.loadURL(url),
    show: () => window.show(),
    focus() {
      if (window.isMinimized()) window.restore()
      window.focus()
    },
    reload: () => webContents.reload(),
    isDestroyed: () => window.isDestroyed(),
    postMessage: (channel, port) => webContents.postMessage(channel, null, [port]),
    onReadyToShow(listener) {
      window.on('ready-to-show', listener)
      return disposable(() => window.off('ready-to-show', listener))
    },
    onClosed(listener) {
      window.on('closed', listener)
      return disposable(() => window.off('closed', listener))
    },
    onPageGone(listener) {
      const handler = (_event: unknown, { reason }: { reason: string }) => listener(reason)
      webContents.on('render-process-gone', handler)
      return disposable(() => webContents.off('render-process-gone', handler))
    },
    onContextMenu(listener) {
      const handler = (_event: unknown, target: Electron.ContextMenuParams) =>
        listener({
          isEditable: target.isEditable,
          hasSelection: target.selectionText !== '',
          canUndo: target.editFlags.canUndo,
          canRedo: target.editFlags.canRedo,
          canPaste: target.editFlags.canPaste,
        })
      webContents.on('context-menu', handler)
      return disposable(() => webContents.off('context-menu', handler))
    },
  }
}

function describeSender({ sender, senderFrame }: IpcMainEvent, payload: unknown): PageMessage {
  return {
    windowId: BrowserWindow.fromWebContents(sender)?.id ?? null,
    frameUrl: senderFrame?.url ?? null,
    isMainFrame: senderFrame !== null && senderFrame.parent === null,
    payload,
  }
}

function wrapSession(page: Session): PageSession {
  return {
    handleScheme: (scheme, handler) => page.protocol.handle(scheme, handler),
    decidePermissions(decide) {
      page.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl, isMainFrame }) =>
        callback(decide({ permission, requestingUrl, isMainFrame })),
      )
      page.setPermissionCheckHandler((_contents, permission, requestingOrigin, { isMainFrame }) =>
        decide({ permission, requestingUrl: requestingOrigin, isMainFrame }),
      )
    },
    denyDevices() {
      page.setDevicePermissionHandler(() => false)
      page.setDisplayMediaRequestHandler(null)
    },
    denyCertificates() {
      const refused = -2
      page.setCertificateVerifyProc((_request, callback) => callback(refused))
    },
    decideRequests(decide) {
      page.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: decide(url) === 'deny' }))
    },
    decideDownloads(decide) {
      page.on('will-download', (event, item) => {
        if (decide(item.getURL()) === 'deny') event.preventDefault()
      })
    },
  }
}

function wrapUtility(modulePath: string, options: UtilityOptions): UtilityHandle<MessagePortMain> {
  const { serviceName, environment } = options
  const child: UtilityProcess = utilityProcess.fork(modulePath, [], { serviceName, env: environment, stdio: 'inherit' })
  let reason: string | null = null
  const noteDeath = (_event: unknown, details: Electron.Details) => {
    if (details.type === 'Utility' && details.name === serviceName) reason = details.reason
  }
  app.on('child-process-gone', noteDeath)
  child.once('exit', () => app.off('child-process-gone', noteDeath))
  return {
    pid: () => child.pid,
    postMessage: (message, ports) => child.postMessage(message, ports),
    onMessage(listener) {
      child.on('message', listener)
      return disposable(() => child.off('message', listener))
    },
    onExit(listener) {
      const handler = (code: number) => listener({ code, reason })
      child.on('exit', handler)
      return disposable(() => child.off('exit', handler))
    },
    kill() {
      // `kill` of a utility process is a polite SIGTERM; this one is not for a process that would listen.
      if (child.pid !== undefined) killProcess(child.pid)
    },
  }
}

/** One that has ended by itself in the meantime is no failure: its exit is on the way. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function disposable(dispose: () => void): Disposable {
  return { [Symbol.dispose]: dispose }
}
