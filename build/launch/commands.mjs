import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openDesktop } from './desktop.mjs'
import { fetchElectron, findElectron, whyNoWindow } from './electron.mjs'
import { ensureBuilt } from './fresh-build.mjs'
import { outFolder, root, say } from './paths.mjs'
import { endLike, handOver } from './processes.mjs'

const cli = join(outFolder, 'node', 'cli.js')

/**
 * Opens Diwan: the desktop window where it can be had, otherwise the page in a browser.
 * @param {string[]} args
 */
async function start(args) {
  const options = readStartOptions(args)
  if (options === undefined) return
  await ensureBuilt()
  const reason = whyNoWindow()
  const electron = reason === undefined ? (findElectron() ?? (await fetchElectron())) : undefined
  if (electron !== undefined) {
    const opened = await openDesktop(electron, options.dataFolder)
    if (opened.failure === undefined) return endLike(opened.ended)
    say(`The desktop window did not open (${opened.failure}).`)
  }
  say(`Opening Diwan in a browser${reason === undefined ? '' : `: ${reason}`}.`)
  const data = options.dataFolder === undefined ? [] : ['--data', options.dataFolder]
  endLike(await handOver(process.execPath, [cli, 'serve', '--open', ...data]))
}

/**
 * @param {string[]} args
 * @returns {{ dataFolder: string | undefined } | undefined} undefined when they cannot be understood, which is then said
 */
function readStartOptions(args) {
  try {
    const { data } = parseArgs({ args, options: { data: { type: 'string' } } }).values
    if (data === '') throw new TypeError('--data names no folder.')
    return { dataFolder: data === undefined ? undefined : resolve(whereTyped('start'), data) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    say(
      `diwan: ${error.message}\nUsage: npm start -- [--data FOLDER]   (every other option: npm run diwan -- serve --help)`,
    )
    process.exitCode = 2
    return undefined
  }
}

/**
 * The command line, in the folder where it was typed.
 * @param {string[]} args
 */
async function diwan(args) {
  await ensureBuilt()
  endLike(await handOver(process.execPath, [cli, ...args], { cwd: whereTyped('diwan') }))
}

/**
 * The folder where a person typed the command: npm runs scripts in the project's folder and names the other.
 * @param {string} script its name in package.json
 */
function whereTyped(script) {
  const { npm_lifecycle_event: running, INIT_CWD: typedIn } = process.env
  return running === script && typedIn !== undefined ? typedIn : process.cwd()
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
