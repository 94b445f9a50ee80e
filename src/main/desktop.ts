import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../hosts/clock.ts'
import type { LogLevel } from '../hosts/engine-control.ts'
import type { EngineFailure } from '../hosts/engine-failure.ts'
import { type OpenExternally, withOpenPolicy } from '../hosts/open-externally.ts'
import { defaultLimits, type SupervisorLimits } from '../hosts/restart-policy.ts'
import type { SecretStore } from '../hosts/secret-store.ts'
import { EngineSupervisor } from '../hosts/supervisor.ts'
import type { DesktopWindow, ElectronApi } from './electron-api.ts'
import { type Log, unattended } from './log.ts'
import { menuTemplate } from './menu.ts'
import { pageScheme } from './page-address.ts'
import { lockEveryPage, lockSession } from './page-locks.ts'
import { PagePorts } from './page-ports.ts'
import { createPageHandler } from './page-protocol.ts'
import { openDesktopSecrets } from './safe-storage-secrets.ts'
import { describeHalt, strings } from './strings.ts'
import { createUtilityLauncher } from './utility-launcher.ts'
import { openWindow } from './windows.ts'

export type DesktopOptions = {
  dataFolder: string
  /** Files of the build: the page's folder, the preload script, the engine's entry. */
  files: { page: string; preload: string; engine: string }
  environment: Readonly<Record<string, string | undefined>>
  logLevel: LogLevel
  /** The account's keychain, which the command line uses; null where there is none. */
  openKeychain: () => Promise<SecretStore | null>
  clock: Clock
  limits?: SupervisorLimits
  log: Log
  /** Told when a window can be seen. */
  onShown: () => void
}

/** The desktop host, from the first instruction to the last window. Resolves when it runs, or has given way. */
export async function startDesktop<Port>(api: ElectronApi<Port>, options: DesktopOptions): Promise<void> {
  const { app } = api
  // The name is part of the keychain's entry: another one, and the key would not be found again.
  app.setName(strings.applicationName)
  // Chromium's own files beside Diwan's: one data folder is one application, with one instance and one keychain entry.
  const userData = join(options.dataFolder, 'desktop')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  app.setUserDataFolder(userData)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  // A standard scheme has origins and relative addresses, a secure one counts as such for the clipboard and workers.
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  app.registerSchemes([{ scheme: pageScheme, privileges }])
  lockEveryPage(api, options.log)
  await app.whenReady()

  lockSession(api.session)
  api.session.handleScheme(pageScheme, createPageHandler(options.files.page))

  const supervisor = await createSupervisor(api, options)
  supervisor.onChange((status) => options.log('engine', { pid: supervisor.pid, ...status }))
  const ports = new PagePorts(api, supervisor)
  const windows = new WindowKeeper(() => {
    const { files, clock, log, onShown } = options
    const window = openWindow(api, { preload: files.preload, now: () => clock.now(), log, onShown })
    ports.add(window)
    return window
  })
  supervisor.onChange((status) => {
    if (status.state !== 'halted') return
    const asked = askAboutHalt(api, { supervisor, options, failures: status.failures })
    unattended(options.log, 'ask about the engine', asked)
  })

  app.onSecondInstance(() => windows.show())
  app.onActivate(() => windows.show())
  app.onAllWindowsClosed(() => {
    // On macOS an application stays when its last window closes.
    if (api.platform !== 'darwin') app.quit()
  })
  quitAfterEngine(api, { supervisor, log: options.log })
  api.setApplicationMenu(
    menuTemplate(api.platform, {
      openDataFolder: () => unattended(options.log, 'open the data folder', api.openPath(options.dataFolder)),
      restartEngine: () => supervisor.restart(),
      about: () => api.showAboutPanel(),
    }),
  )
  supervisor.start()
  windows.show()
}

async function createSupervisor<Port>(
  api: ElectronApi<Port>,
  options: DesktopOptions,
): Promise<EngineSupervisor<Port>> {
  const { dataFolder, environment, logLevel, clock, openKeychain } = options
  const secrets = await openDesktopSecrets(api.safeStorage, { dataFolder, openKeychain })
  return new EngineSupervisor({
    launch: createUtilityLauncher(api, { modulePath: options.files.engine, environment }),
    settings: { dataFolder, version: api.app.version(), secretStore: secrets?.name ?? null, logLevel },
    secrets,
    openExternally: createFileOpener(api),
    power: async () => (api.isOnBattery() ? 'battery' : 'mains'),
    findProxy: (url) => api.resolveProxy(url),
    limits: options.limits ?? defaultLimits,
    clock,
  })
}

/** Opens files in the person's programs; a system without one for a file is no failure of Diwan's. */
function createFileOpener<Port>(api: ElectronApi<Port>): OpenExternally {
  return withOpenPolicy(async (path) => {
    try {
      await api.openPath(path)
      return 'opened'
    } catch {
      return 'no-program'
    }
  })
}

/** The one window, made when it is wanted and not there. */
class WindowKeeper<Port> {
  readonly #open: () => DesktopWindow<Port>
  #window: DesktopWindow<Port> | null = null

  constructor(open: () => DesktopWindow<Port>) {
    this.#open = open
  }

  show(): void {
    if (this.#window === null || this.#window.isDestroyed()) {
      this.#window = this.#open()
      return
    }
    this.#window.show()
    this.#window.focus()
  }
}

/** Holds the quitting back until the engine has closed its store, which the supervisor bounds. */
function quitAfterEngine<Port>(
  api: ElectronApi<Port>,
  { supervisor, log }: { supervisor: EngineSupervisor<Port>; log: Log },
): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  api.app.onBeforeQuit(() => {
    if (state === 'stopped') return 'quit'
    if (state === 'running') {
      state = 'stopping'
      const stopped = supervisor.stop().then(() => {
        state = 'stopped'
        api.app.quit()
      })
      unattended(log, 'quit', stopped)
    }
    return 'wait'
  })
}

type Halt<Port> = {
  supervisor: EngineSupervisor<Port>
  options: DesktopOptions
  failures: readonly EngineFailure[]
}

/** The circuit is open: says why, and leaves it to the person whether to try again. */
async function askAboutHalt<Port>(api: ElectronApi<Port>, { supervisor, options, failures }: Halt<Port>) {
  const { title, tryAgain, openDataFolder, quit } = strings.engineHalted
  const pressed = await api.showMessageBox({
    type: 'error',
    title,
    ...describeHalt(failures),
    buttons: [tryAgain, openDataFolder, quit],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  })
  if (pressed === 0) supervisor.start()
  else if (pressed === 1) await api.openPath(options.dataFolder)
  else api.app.quit()
}
