import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { findElectron, whyNoWindow } from '../../build/launch/electron.mjs'

// The desktop host in a real Electron. Everything that can be proved without its binary is proved in
// test/integration/desktop-*.test.ts; this says that Electron itself does what those tests take for granted.

const root = join(import.meta.dirname, '..', '..')

function reasonToSkip(): string | null {
  if (findElectron() === undefined) return "Electron's binary is not on this machine (npx install-electron fetches it)"
  const noWindow = whyNoWindow()
  if (noWindow !== undefined) return noWindow
  return existsSync(join(root, 'out', 'node', 'main.js')) ? null : 'the desktop host is not built (npm run build)'
}

const reason = reasonToSkip()
test.skip(reason !== null, reason ?? '')

let application: ElectronApplication
let page: Page
let dataFolder: string

test.beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'diwan-electron-'))
  application = await _electron.launch({
    executablePath: findElectron() ?? '',
    args: [root],
    env: { ...cleaned(process.env), DIWAN_DATA: dataFolder },
  })
  page = await application.firstWindow()
  await page.waitForLoadState('domcontentloaded')
})

test.afterAll(async () => {
  if (reason !== null) return
  await application.close()
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 })
})

test('SEC-3.sandbox, SEC-3.isolation: the page has no Node, and its process is sandboxed and isolated', async () => {
  expect(page.url()).toMatch(/^diwan:\/\/page\//)
  expect(
    await page.evaluate(() => ['process', 'require', 'module', 'Buffer'].filter((name) => name in window)),
  ).toEqual([])
  const bridge = await page.evaluate(() => Object.keys(Reflect.get(window, 'diwanDesktop')))
  expect(bridge).toEqual(['pathForFile'])
})

test('SEC-3.csp, SEC-3.remote: the page can neither make code from text nor reach an address outside', async () => {
  const outcome = await page.evaluate(async () => ({
    code: await Promise.resolve()
      .then(() => new Function('return 1')())
      .catch((error: Error) => error.name),
    request: await fetch('https://example.com/').catch((error: Error) => error.name),
  }))
  expect(outcome).toEqual({ code: 'EvalError', request: 'TypeError' })
})

test('SEC-3.navigation: the page stays, and opens no window', async () => {
  const before = page.url()
  const opened = await page.evaluate(() => {
    window.location.href = 'file:///etc/hosts'
    return window.open('about:blank') !== null
  })
  await page.waitForTimeout(300)
  expect({ opened, url: page.url(), windows: application.windows().length }).toEqual({
    opened: false,
    url: before,
    windows: 1,
  })
})

test('API-1.messageport: the engine answers the page through its port, and again after it was killed', async () => {
  const ask = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          window.addEventListener('message', (event) => {
            if (event.data?.type === 'diwan-engine-port' && event.ports.length === 1) resolve(true)
          })
          window.postMessage({ type: 'diwan-page-ready' }, window.location.origin)
        }),
    )
  expect(await ask()).toBe(true)
  const killed = await application.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name?.startsWith('Diwan engine'))
    return engine !== undefined && process.kill(engine.pid, 'SIGKILL')
  })
  expect(killed).toBe(true)
  expect(await ask()).toBe(true)
})

function cleaned(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(entries)
}
