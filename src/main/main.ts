import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../hosts/clock.ts'
import { findDataFolder } from '../hosts/data-folder.ts'
import { openKeychain } from '../hosts/secret-store.ts'
import { startDesktop } from './desktop.ts'
import { createElectronApi } from './electron-real.ts'
import { describeError } from './log.ts'
import { strings } from './strings.ts'
import { pagePartition } from './windows.ts'

// Entry of the desktop host, in `out/node/main.js`: the other parts of the build are found from there.
const here = import.meta.dirname

function log(event: string, fields: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), room: 'main', event, ...fields })}\n`)
}

/** Once: the launcher opens a browser instead when this process dies and the file is not there. */
function reportWindow(): void {
  const file = process.env.DIWAN_WINDOW_FILE
  delete process.env.DIWAN_WINDOW_FILE
  if (file !== undefined) writeFileSync(file, '')
}

// Not awaited here: Electron becomes ready only after its entry module has been evaluated.
const api = createElectronApi(pagePartition)
startDesktop(api, {
  dataFolder: findDataFolder(undefined),
  files: {
    page: join(here, '..', 'page'),
    preload: join(here, '..', 'preload', 'preload.cjs'),
    engine: join(here, 'engine-process.js'),
  },
  environment: process.env,
  logLevel: 'info',
  openKeychain,
  clock: systemClock,
  log,
  onShown: reportWindow,
}).catch((error: unknown) => {
  log('failed', { work: 'start', error: describeError(error) })
  api.showErrorBox(strings.cannotStart, error instanceof Error ? error.message : String(error))
  process.exit(1)
})
