import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeLeftOvers } from './left-overs.mjs'
import { withLock } from './lock.mjs'
import { modulesFolder, outFolder, root, say } from './paths.mjs'
import { run } from './processes.mjs'

const stampFile = join(outFolder, '.build-stamp')
const sources = ['src', 'resources', 'build', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
/** Parts of build/ that run beside the bundler and not in it. */
const notSources = [join('build', 'launch'), join('build', 'verify')]
const entries = ['node/cli.js', 'node/main.js', 'preload/preload.cjs', 'page/index.html']

/** Vite empties a Node built-in that the page reaches, and only its warning tells: afterwards there is nothing to see. */
const emptiedForThePage = /Module "([^"]+)" has been externalized for browser compatibility/g

/**
 * Builds into out/ when a source has changed since the last build. What is built is judged by path, size and time of
 * change, which costs milliseconds; reading contents would not.
 * @returns {Promise<boolean>} whether there was anything to build
 */
export async function ensureBuilt() {
  if (isFresh()) return false
  return withLock(async () => {
    if (isFresh()) return false
    say('Building…')
    // Taken before the build: a source that changes during it is built next time.
    const digest = digestOfSources()
    const started = Date.now()
    rmSync(stampFile, { force: true })
    const tool = join(modulesFolder, 'electron-vite', 'bin', 'electron-vite.js')
    const { code, output } = await run(process.execPath, [tool, 'build', '--logLevel', 'warn'], { output: 'capture' })
    if (code !== 0) throw new BuildFailed('The build failed.', output)
    const emptied = [...output.matchAll(emptiedForThePage)].map(([, name]) => name)
    if (emptied.length > 0) throw new BuildFailed(`The page reaches Node built-ins: ${emptied.join(', ')}.`, output)
    if (output.trim() !== '') say(output.trim())
    mkdirSync(outFolder, { recursive: true })
    removeLeftOvers(started)
    writeFileSync(stampFile, digest)
    return true
  })
}

export class BuildFailed extends Error {
  /**
   * @param {string} reason
   * @param {string} output what the build printed
   */
  constructor(reason, output) {
    super(`${reason}\n${output.trim()}`)
    this.name = 'BuildFailed'
  }
}

function isFresh() {
  if (!existsSync(stampFile) || entries.some((entry) => !existsSync(join(outFolder, entry)))) return false
  return readFileSync(stampFile, 'utf8') === digestOfSources()
}

function digestOfSources() {
  const hash = createHash('sha256')
  for (const source of sources) addToDigest(hash, source)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path below the project's folder
 */
function addToDigest(hash, path) {
  const absolute = join(root, path)
  const found = statSync(absolute, { throwIfNoEntry: false })
  if (found === undefined || notSources.includes(path)) return
  if (!found.isDirectory()) {
    if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`)
    return
  }
  for (const name of readdirSync(absolute).sort()) addToDigest(hash, join(path, name))
}
