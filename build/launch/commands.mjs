import { join } from 'node:path'
import { fetchElectron, findElectron, whyNoWindow } from './electron.mjs'
import { ensureBuilt } from './fresh-build.mjs'
import { outFolder, root, say } from './paths.mjs'
import { childEnvironment, endLike, handOver } from './processes.mjs'

const cli = join(outFolder, 'node', 'cli.js')

/** What a program that lacks a system library, or is not for this system, ends with. */
const couldNotStart = [126, 127]

/**
 * Opens Diwan: the desktop window where it can be had, otherwise the page in a browser.
 * @param {string[]} args
 */
async function start(args) {
  await ensureBuilt()
  const reason = whyNoWindow()
  const electron = reason === undefined ? (findElectron() ?? (await fetchElectron())) : undefined
  if (electron !== undefined) {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = childEnvironment()
    const ended = await handOver(electron, [root, ...args], { env })
    if (!couldNotStart.includes(ended.code ?? 0)) return endLike(ended)
    say('The desktop window did not start.')
  }
  say(`Opening Diwan in a browser${reason === undefined ? '' : `: ${reason}`}.`)
  endLike(await handOver(process.execPath, [cli, 'serve', '--open', ...args]))
}

/**
 * The command line, in the folder where it was typed: npm runs scripts in the project's folder and names the other.
 * @param {string[]} args
 */
async function diwan(args) {
  await ensureBuilt()
  const { npm_lifecycle_event: script, INIT_CWD: typedIn } = process.env
  const cwd = script === 'diwan' && typedIn !== undefined ? typedIn : process.cwd()
  endLike(await handOver(process.execPath, [cli, ...args], { cwd }))
}

/** @param {string[]} args */
async function bench(args) {
  await ensureBuilt()
  endLike(await handOver(process.execPath, [join(root, 'test', 'perf', 'bench.ts'), ...args]))
}

/**
 * A command of build/verify/. TypeScript is safe to name here: only the project's Node gets this far.
 * @param {string} file
 * @returns {(args: string[]) => Promise<void>}
 */
function verify(file) {
  return async (args) => endLike(await handOver(process.execPath, [join(root, 'build', 'verify', file), ...args]))
}

/** @type {Record<string, (args: string[]) => Promise<void>>} */
export const commands = {
  start,
  diwan,
  bench,
  test: verify('test.ts'),
  'test:long': verify('test-long.ts'),
  'coverage:capabilities': verify('coverage.ts'),
}
