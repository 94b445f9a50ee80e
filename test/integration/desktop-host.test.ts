import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enginePort, pageReady } from '../../src/contract/page-port.ts'
import { startDesktop } from '../../src/main/desktop.ts'
import { createFakeElectron, type FakeElectronOptions, FakePage } from '../support/desktop/fake-electron.ts'
import { ManualClock } from '../support/desktop/fake-supervision.ts'
import { FakeUtility } from '../support/desktop/fake-utility.ts'

let dataFolder = ''
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'diwan-desktop-'))
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

async function start(options: Partial<FakeElectronOptions<string>> = {}) {
  const clock = new ManualClock()
  const engines: FakeUtility<string>[] = []
  const shown: string[] = []
  let channels = 0
  const fake = createFakeElectron<string>({
    fork(_modulePath, utility) {
      const engine = new FakeUtility<string>(utility)
      engines.push(engine)
      return engine
    },
    channel() {
      channels += 1
      return { port1: `engine end ${channels}`, port2: `page end ${channels}` }
    },
    ...options,
  })
  await mkdir(join(dataFolder, 'page'))
  await writeFile(join(dataFolder, 'page', 'index.html'), '<!doctype html>')
  await startDesktop(fake.api, {
    dataFolder,
    files: { page: join(dataFolder, 'page'), preload: '/out/preload.cjs', engine: '/out/engine-process.js' },
    environment: { HOME: '/home/person', SECRET_API_KEY: 'secret' },
    logLevel: 'silent',
    openKeychain: async () => null,
    clock,
    log: () => undefined,
    onShown: () => shown.push('window'),
  })
  await settled()
  return { ...fake, clock, engines, shown }
}

/** Lets promises that are already decided run their course. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('SEC-3.sandbox, SEC-3.isolation: the window is made with every lock closed, and the sandbox covers all', async () => {
  // Catches a default that changes, and an option that is opened "for a moment".
  const { windows, did } = await start()
  expect(windows[0]?.options.webPreferences).toEqual({
    preload: '/out/preload.cjs',
    partition: 'persist:diwan',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  })
  const userData = `user data ${join(dataFolder, 'desktop')}`
  expect(did.slice(0, 5)).toEqual(['name Diwan', userData, 'sandbox', 'schemes', 'ready'])
  expect(windows[0]?.did).toEqual(['load diwan://page/'])
})

test('SEC-3.csp: the page comes from its own scheme with the policy, and the scheme bypasses none', async () => {
  const { session, schemes } = await start()
  const response = await session.handler(new Request('diwan://page/'))
  expect(await response.text()).toBe('<!doctype html>')
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(schemes).toEqual([
    { scheme: 'diwan', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
})

test('SEC-3.navigation: a page stays where it is; web links go to the system browser, others nowhere', async () => {
  const { events, did } = await start()
  const page = new FakePage()
  events.pageCreated.emit(page)
  const before = did.length
  expect({
    own: page.navigate('diwan://page/#/libraries'),
    web: page.navigate('https://example.com/'),
    file: page.navigate('file:///etc/passwd'),
    frame: page.navigate('https://frame.example/', false),
    ownFrame: page.navigate('diwan://page/', false),
  }).toEqual({ own: 'allow', web: 'deny', file: 'deny', frame: 'deny', ownFrame: 'deny' })
  page.open('https://opened.example/')
  page.open('javascript:alert(1)')
  expect(did.slice(before)).toEqual(['external https://example.com/', 'external https://opened.example/'])
  expect(page.webviewsDenied).toBe(true)
})

test('SEC-3.remote: the session refuses every request, download, permission, device and certificate from outside', async () => {
  const { session } = await start()
  const urls = [
    'diwan://page/assets/index.js',
    'blob:diwan://page/1b2c',
    'data:image/png;base64,AA==',
    'devtools://devtools/bundled/inspector.html',
    'https://example.com/pixel.png',
    'blob:https://example.com/1b2c',
    'ws://127.0.0.1:9/',
    'file:///etc/passwd',
  ]
  const allowed = urls.filter((url) => session.request(url) === 'allow')
  expect(allowed).toEqual(urls.slice(0, 4))
  expect(session.download('https://example.com/a.exe')).toBe('deny')
  expect(session.download('blob:diwan://page/1b2c')).toBe('allow')
  const ask = (permission: string, requestingUrl = 'diwan://page/', isMainFrame = true) =>
    session.permission({ permission, requestingUrl, isMainFrame })
  expect({
    clipboard: ask('clipboard-sanitized-write'),
    foreign: ask('clipboard-sanitized-write', 'https://example.com/'),
    frame: ask('clipboard-sanitized-write', 'diwan://page/', false),
    others: ['clipboard-read', 'media', 'geolocation', 'notifications', 'openExternal', 'fileSystem'].map((name) =>
      ask(name),
    ),
    denied: session.denied,
  }).toEqual({
    clipboard: true,
    foreign: false,
    frame: false,
    others: [false, false, false, false, false, false],
    denied: ['devices', 'certificates'],
  })
})

test('API-1.messageport: a page that says hello gets a port, and a new one from every new generation', async () => {
  const { windows, sendFromPage, engines, clock } = await start()
  expect(windows[0]?.ports).toEqual([])
  sendFromPage(pageReady)
  engines[0]?.die(11, 'crashed')
  sendFromPage(pageReady)
  clock.advance(500)
  await settled()
  expect(windows[0]?.ports).toEqual([
    { channel: enginePort, port: 'page end 1' },
    { channel: enginePort, port: 'page end 2' },
  ])
  expect(engines.map(({ ports }) => ports)).toEqual([['engine end 1'], ['engine end 2']])
})

test('SEC-3.isolation: a hello from a frame, another origin, no window of ours or with a payload gets no port', async () => {
  const { windows, sendFromPage, engines } = await start()
  sendFromPage(pageReady, { isMainFrame: false })
  sendFromPage(pageReady, { frameUrl: 'https://example.com/' })
  sendFromPage(pageReady, { frameUrl: null })
  sendFromPage(pageReady, { windowId: null })
  sendFromPage(pageReady, { windowId: 99 })
  sendFromPage(pageReady, { payload: { generation: 1 } })
  expect({ pagePorts: windows[0]?.ports, enginePorts: engines[0]?.ports }).toEqual({ pagePorts: [], enginePorts: [] })
})

test('a second start of the application shows the first one and does nothing else', async () => {
  const first = await start()
  first.events.secondInstance.emit()
  expect(first.windows.map(({ did }) => did)).toEqual([['load diwan://page/', 'show', 'focus']])

  const did: string[] = []
  const second = createFakeElectron<string>({
    fork: () => {
      throw new Error('The second instance started an engine.')
    },
    channel: () => ({ port1: '', port2: '' }),
    firstInstance: false,
  })
  await startDesktop(second.api, {
    dataFolder,
    files: { page: '', preload: '', engine: '' },
    environment: {},
    logLevel: 'silent',
    openKeychain: async () => null,
    clock: new ManualClock(),
    log: (event) => did.push(event),
    onShown: () => did.push('shown'),
  })
  expect({ did: second.did.at(-1), windows: second.windows, log: did }).toEqual({ did: 'quit', windows: [], log: [] })
})

test('a window is reported when it can be seen, and not before', async () => {
  // Catches a launcher that takes a desktop which died in its start for one that was used, or the other way round.
  const { windows, shown } = await start()
  expect(shown).toEqual([])
  windows[0]?.readyToShow.emit()
  expect({ shown, did: windows[0]?.did.at(-1) }).toEqual({ shown: ['window'], did: 'show' })
})

test('quitting waits until the engine has closed its store', async () => {
  const { api, did, engines } = await start()
  api.app.quit()
  expect(did.at(-1)).toBe('quit held')
  api.app.quit()
  expect(did.at(-1)).toBe('quit held')
  await settled()
  expect({ last: did.at(-1), told: engines[0]?.messages.at(-1) }).toEqual({ last: 'quit', told: { type: 'stop' } })
})

test('the last window ends the application, but not on macOS, where the dock icon brings it back', async () => {
  const linux = await start()
  linux.windows[0]?.close()
  linux.events.allWindowsClosed.emit()
  expect(linux.did).toContain('quit held')

  await rm(join(dataFolder, 'page'), { recursive: true })
  const mac = await start({ platform: 'darwin' })
  mac.windows[0]?.close()
  mac.events.allWindowsClosed.emit()
  mac.events.activate.emit()
  expect({ quit: mac.did.filter((line) => line.startsWith('quit')), windows: mac.windows.length }).toEqual({
    quit: [],
    windows: 2,
  })
})

test('three crashes in a row are told to the person, who can try again', async () => {
  const answers = [0]
  const pending = Promise.withResolvers<number>()
  const { boxes, engines, clock } = await start({ answer: async () => answers.shift() ?? pending.promise })
  for (let crash = 0; crash < 3; crash++) {
    engines.at(-1)?.die(11, 'crashed')
    clock.advance(2_000)
    await settled()
  }
  expect(boxes).toEqual(['The engine stopped several times in a row.'])
  expect(engines).toHaveLength(4)
})

test('a page that dies is reloaded, and left alone when it keeps dying', async () => {
  const { windows, clock } = await start()
  const page = windows[0]
  for (let crash = 0; crash < 5; crash++) page?.pageGone.emit('crashed')
  expect(page?.did.filter((line) => line === 'reload')).toHaveLength(3)
  clock.advance(60_000)
  page?.pageGone.emit('oom')
  page?.pageGone.emit('clean-exit')
  expect(page?.did.filter((line) => line === 'reload')).toHaveLength(4)
})

test('SEC-1.secrets: the engine inherits a clean environment, and learns of the keychain by name only', async () => {
  const { forked, engines } = await start()
  expect({ forked, first: engines[0]?.messages[0] }).toEqual({
    forked: [{ serviceName: 'Diwan engine 1', environment: { HOME: '/home/person' } }],
    first: {
      type: 'start',
      generation: 1,
      settings: { dataFolder, version: '1.2.3', secretStore: 'safeStorage', logLevel: 'silent' },
    },
  })
  await rm(join(dataFolder, 'page'), { recursive: true })
  const without = await start({ keychain: false })
  expect(without.engines[0]?.messages[0]).toMatchObject({ settings: { secretStore: null } })
})

test('a right click offers what can be done with what lies under it, and nothing on nothing', async () => {
  const { windows, popups } = await start()
  const target = { isEditable: false, hasSelection: false, canUndo: false, canRedo: false, canPaste: true }
  windows[0]?.contextMenu.emit(target)
  windows[0]?.contextMenu.emit({ ...target, hasSelection: true })
  windows[0]?.contextMenu.emit({ ...target, isEditable: true })
  expect(popups.map((menu) => menu.filter(({ enabled }) => enabled !== false).map(({ role }) => role))).toEqual([
    ['copy'],
    [undefined, 'paste', undefined, 'selectAll'],
  ])
})

test("the menu's own items do what they say, and macOS has its application menu first", async () => {
  const { menus, did, engines } = await start()
  const click = (label: string) => {
    const items = (menus[0] ?? []).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    // Ours take no arguments; Electron would pass the item, the window and the event.
    const action = items.find((item) => item.label?.replace('&', '') === label)?.click as (() => void) | undefined
    action?.()
  }
  click('Open Data Folder')
  click('Restart Engine')
  click('About Diwan')
  await settled()
  expect({ did: did.slice(-2), engines: engines.length }).toEqual({ did: [`path ${dataFolder}`, 'about'], engines: 2 })

  await rm(join(dataFolder, 'page'), { recursive: true })
  const mac = await start({ platform: 'darwin' })
  expect([menus[0], mac.menus[0]].map((menu) => menu?.map(({ role, label }) => role ?? label))).toEqual([
    ['&File', '&Edit', '&View', 'windowMenu', 'help'],
    ['appMenu', '&File', '&Edit', '&View', 'windowMenu', 'help'],
  ])
})
