import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeForeignBuilds } from './foreign-builds.mjs'
import { withLock } from './lock.mjs'
import { modulesFolder, projectNode, root, say } from './paths.mjs'
import { childEnvironment, run } from './processes.mjs'

const lockFile = join(root, 'package-lock.json')
/** Written last: the lock file's digest that a whole installation was made from. Gone with node_modules. */
const stampFile = join(modulesFolder, '.diwan-installed')

/**
 * Installs what package-lock.json names, when node_modules does not hold it yet.
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function ensureInstalled() {
  if (isInstalled()) return false
  return withLock(async () => {
    // Another launcher may have done it while this one waited.
    if (isInstalled()) return true
    say('Installing what Diwan needs (once, about a minute)…')
    const started = Date.now()
    const digest = digestOfLockFile()
    // Windows cannot replace the program that runs this launcher, which `ci` would do by emptying node_modules.
    if (!holdsEverything()) {
      await runNpm(process.platform === 'win32' && process.execPath === projectNode ? ['install'] : ['ci'])
    }
    if (!existsSync(projectNode)) {
      throw new Error(`npm left no Node at ${projectNode}: install scripts are switched off (ignore-scripts)?`)
    }
    // Once more on the Node that is there now: an older one made npm pass over native packages that need a newer Node,
    // and the Node package leaves 67 MB of its making behind. `--no-save`: an older npm would rewrite the lock file.
    await runNpm(['install', '--no-save'], { node: projectNode, env: childEnvironment() })
    removeForeignBuilds()
    writeFileSync(stampFile, digest)
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
    return true
  })
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digestOfLockFile() && holdsEverything()
}

function digestOfLockFile() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex')
}

/**
 * npm keeps what it installed in node_modules/.package-lock.json, and writes it last. Packages for other platforms are
 * optional and missing there.
 */
function holdsEverything() {
  const written = join(modulesFolder, '.package-lock.json')
  if (!existsSync(written) || !existsSync(projectNode)) return false
  const installed = readPackages(written)
  return Object.entries(readPackages(lockFile)).every(([path, wanted]) => {
    const found = installed[path]
    if (path === '' || wanted.link === true) return true
    return found === undefined ? wanted.optional === true : found.version === wanted.version
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * Started by npm: the same npm, on the Node that it runs on. Quieter than usual, because its warnings are about a Node that
 * runs nothing of what is installed.
 * @param {string[]} args
 * @param {{ node?: string | undefined, env?: NodeJS.ProcessEnv }} [options] until the first installation is done there
 *   is no Node of the project's to put first
 */
async function runNpm(args, { node = process.env.npm_node_execpath, env: given = process.env } = {}) {
  // An npm that knows no allowScripts would have onnxruntime-node fetch builds for CUDA, which Diwan does not use.
  const env = { ...given, ONNXRUNTIME_NODE_INSTALL: 'skip' }
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const ended =
    npm?.endsWith('.js') && node !== undefined && existsSync(node)
      ? await run(node, [npm, ...all], { env })
      : process.platform === 'win32'
        ? await run('cmd.exe', ['/c', 'npm', ...all], { env })
        : await run('npm', all, { env })
  if (ended.code !== 0) throw new Error(`npm ${args[0]} failed with exit code ${ended.code ?? ended.signal}`)
}
