import { spawnSync } from 'node:child_process'
import type { MessagePortMain } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { createElectronApi } from './electron-real.ts'

// Electron's modules as event emitters: what is checked is that each answer of ours reaches Electron as the call or the
// `preventDefault` that makes it true. Catches a lock that says "deny" to a listener which Electron never asks.

const electron = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  class FakeContents extends EventEmitter {
    openHandler: (details: { url: string }) => unknown = () => null
    setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
      this.openHandler = handler
    }
    posted: unknown[] = []
    postMessage(...message: unknown[]) {
      this.posted.push(message)
    }
  }
  class BrowserWindow extends EventEmitter {
    static all: BrowserWindow[] = []
    static fromWebContents = (contents: unknown) =>
      BrowserWindow.all.find((window) => window.webContents === contents) ?? null
    id = BrowserWindow.all.push(this)
    webContents = new FakeContents()
    minimized = false
    did: string[] = []
    isMinimized = () => this.minimized
    isDestroyed = () => false
    restore = () => this.did.push('restore')
    focus = () => this.did.push('focus')
  }
  class Utility extends EventEmitter {
    pid: number | undefined = 99
    posted: unknown[] = []
    postMessage(...message: unknown[]) {
      this.posted.push(message)
    }
  }
  const handlers: Record<string, (...values: never[]) => unknown> = {}
  const remember = (name: string) => (handler: (...values: never[]) => unknown) => {
    handlers[name] = handler
  }
  const page = Object.assign(new EventEmitter(), {
    protocol: { handle: () => undefined },
    setPermissionRequestHandler: remember('ask'),
    setPermissionCheckHandler: remember('check'),
    setDevicePermissionHandler: remember('device'),
    setDisplayMediaRequestHandler: () => undefined,
    setCertificateVerifyProc: remember('certificate'),
    webRequest: { onBeforeRequest: remember('request') },
  })
  return {
    FakeContents,
    Utility,
    handlers,
    page,
    onBattery: { now: false },
    forks: [] as { child: InstanceType<typeof EventEmitter>; values: unknown[] }[],
    app: new EventEmitter(),
    BrowserWindow,
    ipcMain: new EventEmitter(),
  }
})

vi.mock('electron', () => ({
  app: electron.app,
  BrowserWindow: electron.BrowserWindow,
  ipcMain: electron.ipcMain,
  session: { fromPartition: () => electron.page },
  utilityProcess: {
    fork: (...values: unknown[]) => {
      const child = new electron.Utility()
      electron.forks.push({ child, values })
      return child
    },
  },
  dialog: {},
  Menu: {},
  MessageChannelMain: class {},
  nativeTheme: {},
  powerMonitor: { isOnBatteryPower: () => electron.onBattery.now },
  protocol: {},
  safeStorage: {},
  shell: { openPath: async (path: string) => (path === '/none' ? 'No such folder' : '') },
}))

const api = createElectronApi('persist:test')

/** An event that remembers whether its default was prevented. */
function event<Details extends object>(details?: Details) {
  return {
    ...(details as Details),
    prevented: false,
    preventDefault() {
      this.prevented = true
    },
  }
}

beforeEach(() => {
  for (const emitter of [electron.app, electron.ipcMain, electron.page]) emitter.removeAllListeners()
})

test('SEC-3.navigation: a denied navigation, redirect, window or webview is prevented', () => {
  const contents = new electron.FakeContents()
  const opened: string[] = []
  const asked: object[] = []
  api.app.onPageCreated((page) => {
    page.onNavigate((navigation) => {
      asked.push(navigation)
      return navigation.url.startsWith('diwan:') ? 'allow' : 'deny'
    })
    page.onWindowOpen((url) => opened.push(url))
    page.denyWebviews()
  })
  electron.app.emit('web-contents-created', {}, contents)
  const prevented = (name: string, url: string) => {
    const happened = event({ url, isMainFrame: true })
    contents.emit(name, happened)
    return happened.prevented
  }
  expect({
    own: prevented('will-frame-navigate', 'diwan://page/'),
    away: prevented('will-frame-navigate', 'https://example.com/'),
    redirect: prevented('will-redirect', 'https://example.com/'),
    webview: prevented('will-attach-webview', ''),
    window: contents.openHandler({ url: 'https://example.com/' }),
    opened,
    asked: asked[0],
  }).toEqual({
    own: false,
    away: true,
    redirect: true,
    webview: true,
    window: { action: 'deny' },
    opened: ['https://example.com/'],
    asked: { url: 'diwan://page/', isMainFrame: true },
  })
})

test('SEC-3.remote: the session asks for permissions, requests, downloads, devices and certificates', () => {
  const { session } = api
  session.decidePermissions(({ permission }) => permission === 'good')
  session.denyDevices()
  session.denyCertificates()
  session.decideRequests((url) => (url === 'good' ? 'allow' : 'deny'))
  session.decideDownloads((url) => (url === 'good' ? 'allow' : 'deny'))
  const call = (name: string, ...values: unknown[]) => electron.handlers[name]?.(...(values as never[]))
  const answers: unknown[] = []
  const answer = (value: unknown) => answers.push(value)
  const details = { requestingUrl: 'diwan://page/', isMainFrame: true }
  call('ask', null, 'good', answer, details)
  call('ask', null, 'bad', answer, details)
  call('certificate', {}, answer)
  call('request', { url: 'good' }, answer)
  call('request', { url: 'bad' }, answer)
  const downloads = ['good', 'bad'].map((url) => {
    const happened = event()
    electron.page.emit('will-download', happened, { getURL: () => url })
    return happened.prevented
  })
  expect({
    answers,
    checks: [call('check', null, 'good', 'diwan://page', details), call('check', null, 'bad', 'diwan://page', details)],
    device: call('device'),
    downloads,
  }).toEqual({
    answers: [true, false, -2, { cancel: false }, { cancel: true }],
    checks: [true, false],
    device: false,
    downloads: [false, true],
  })
})

test('SEC-3.isolation: a message tells whose window, which frame and which address it came from', () => {
  const window = new electron.BrowserWindow()
  const seen: object[] = []
  const listening = api.onPageMessage('hello', (message) => seen.push(message))
  const sender = window.webContents
  electron.ipcMain.emit('hello', { sender, senderFrame: { url: 'diwan://page/', parent: null } }, null)
  electron.ipcMain.emit('hello', { sender, senderFrame: { url: 'https://frame/', parent: {} } }, 1)
  electron.ipcMain.emit('hello', { sender: {}, senderFrame: null }, null)
  listening[Symbol.dispose]()
  electron.ipcMain.emit('hello', { sender, senderFrame: null }, null)
  expect(seen).toEqual([
    { windowId: window.id, frameUrl: 'diwan://page/', isMainFrame: true, payload: null },
    { windowId: window.id, frameUrl: 'https://frame/', isMainFrame: false, payload: 1 },
    { windowId: null, frameUrl: null, isMainFrame: false, payload: null },
  ])
})

test('a quit that has to wait is prevented', () => {
  const answers: ('quit' | 'wait')[] = ['wait', 'quit']
  api.app.onBeforeQuit(() => answers.shift() ?? 'quit')
  const [first, second] = [event(), event()]
  electron.app.emit('before-quit', first)
  electron.app.emit('before-quit', second)
  expect([first.prevented, second.prevented]).toEqual([true, false])
})

test("an engine's death carries the reason that Electron gave for this process, and no other's", () => {
  const handle = api.forkUtility('/engine.js', { serviceName: 'Diwan engine 1', environment: { HOME: '/h' } })
  const fork = electron.forks.at(-1)
  expect(fork?.values).toEqual([
    '/engine.js',
    [],
    { serviceName: 'Diwan engine 1', env: { HOME: '/h' }, stdio: 'inherit' },
  ])
  const exits: object[] = []
  handle.onExit((exit) => exits.push(exit))
  electron.app.emit('child-process-gone', {}, { type: 'GPU', name: 'Diwan engine 1', reason: 'crashed' })
  electron.app.emit('child-process-gone', {}, { type: 'Utility', name: 'Network Service', reason: 'killed' })
  electron.app.emit('child-process-gone', {}, { type: 'Utility', name: 'Diwan engine 1', reason: 'oom' })
  fork?.child.emit('exit', 137)
  expect({ exits, left: electron.app.listenerCount('child-process-gone') }).toEqual({
    exits: [{ code: 137, reason: 'oom' }],
    left: 0,
  })
})

test('an engine that has ended by itself can still be told to die', () => {
  // Catches ESRCH thrown out of the timer that ends a hung engine: the main process would go down with it.
  const handle = api.forkUtility('/engine.js', { serviceName: 'Diwan engine 2', environment: {} })
  const ended = spawnSync(process.execPath, ['--version']).pid
  Object.assign(electron.forks.at(-1)?.child ?? {}, { pid: ended })
  expect(() => handle.kill()).not.toThrow()
})

test('a minimised window comes back before it is focused, and a folder that cannot be opened is an error', async () => {
  const window = api.createWindow({})
  const made = electron.BrowserWindow.all.at(-1)
  if (made) made.minimized = true
  window.focus()
  const port = { port: 1 } as unknown as MessagePortMain
  window.postMessage('port', port)
  expect({ did: made?.did, posted: made?.webContents.posted }).toEqual({
    did: ['restore', 'focus'],
    posted: [['port', null, [port]]],
  })
  await expect(api.openPath('/none')).rejects.toThrow('No such folder')
})

test('RET-11.battery: the machine runs on its battery when Electron says so', () => {
  electron.onBattery.now = true
  expect(api.isOnBattery()).toBe(true)
  electron.onBattery.now = false
  expect(api.isOnBattery()).toBe(false)
})
