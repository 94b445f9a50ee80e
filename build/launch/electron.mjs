import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { modulesFolder, say } from './paths.mjs'
import { run } from './processes.mjs'

const packageFolder = join(modulesFolder, 'electron')
const attemptFile = join(modulesFolder, '.cache', 'diwan', 'electron-failed-on')
const attemptSeconds = 20

/**
 * Path of Electron's program, or undefined. Electron's package arrives without it and records it in path.txt once it is
 * unpacked; asking the package itself would start the download without a limit of time.
 * @returns {string | undefined}
 */
export function findElectron() {
  const pathFile = join(packageFolder, 'path.txt')
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (given === undefined && !existsSync(pathFile)) return undefined
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const program = join(given ?? join(packageFolder, 'dist'), name)
  return existsSync(program) ? program : undefined
}

/**
 * Why no desktop window can open on this machine, or undefined when one can.
 * @returns {string | undefined}
 */
export function whyNoWindow() {
  if (process.platform !== 'linux') return undefined
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env
  if (!x11 && !wayland) return 'there is no display here'
  if (process.getuid?.() === 0) return 'a desktop window does not open for root'
  return undefined
}

/**
 * Lets Electron's own installer fetch the program: 20 seconds at most, and once a day when it fails.
 * @returns {Promise<string | undefined>} its path, or undefined when it could not be had
 */
export async function fetchElectron() {
  const today = new Date().toISOString().slice(0, 10)
  if (existsSync(attemptFile) && readFileSync(attemptFile, 'utf8') === today) {
    say('The desktop window could not be fetched earlier today; tomorrow it is tried again.')
    return undefined
  }
  say(`Fetching the desktop window (${attemptSeconds} s at most)…`)
  const installer = join(packageFolder, 'install.js')
  const ended = await run(process.execPath, [installer], { output: 'capture', limitSeconds: attemptSeconds })
  const program = ended.code === 0 ? findElectron() : undefined
  if (program === undefined) {
    const reason = ended.timedOut ? 'out of time' : (ended.output.trim().split('\n')[0] ?? 'unknown')
    mkdirSync(dirname(attemptFile), { recursive: true })
    writeFileSync(attemptFile, today)
    say(`It could not be fetched (${reason}).`)
  }
  return program
}
