import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { modulesFolder, projectNode, root, say } from './paths.mjs'
import { run } from './processes.mjs'

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
    // Windows cannot replace the program that runs this launcher, which `ci` would do by emptying node_modules.
    const command = process.platform === 'win32' && process.execPath === projectNode ? 'install' : 'ci'
    // Quieter, because every warning is about this Node, which runs none of what is installed.
    const ended = await runNpm([command, '--no-audit', '--no-fund', '--loglevel=error'])
    if (ended.code !== 0) throw new Error(`npm ${command} failed with exit code ${ended.code ?? ended.signal}`)
    if (!existsSync(projectNode)) {
      throw new Error(
        `npm ${command} left no Node at ${projectNode}: install scripts are switched off (ignore-scripts)?`,
      )
    }
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
    return true
  })
}

/**
 * npm keeps what it installed in node_modules/.package-lock.json, and writes it last. Packages for other platforms are
 * optional and missing there.
 */
function isInstalled() {
  const written = join(modulesFolder, '.package-lock.json')
  if (!existsSync(written) || !existsSync(projectNode)) return false
  const installed = readPackages(written)
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
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

/** @param {string[]} args */
function runNpm(args) {
  // Started by npm: the same npm, on the Node that it runs on.
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  // `env` as it is: until the install is done there is no project's Node to put first.
  const options = { env: process.env }
  if (npm?.endsWith('.js') && node !== undefined && existsSync(node)) return run(node, [npm, ...args], options)
  return process.platform === 'win32' ? run('cmd.exe', ['/c', 'npm', ...args], options) : run('npm', args, options)
}
