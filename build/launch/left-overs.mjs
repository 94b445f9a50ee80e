import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { outFolder } from './paths.mjs'

/** One line a file that is no longer part of the build: path, tab, since when. A line that cannot be read counts anew. */
const listFile = join(outFolder, '.left-overs')
const keepMilliseconds = 7 * 24 * 3_600_000

/**
 * A host that runs from an earlier build still loads parts of it, so a build empties nothing: what it no longer wrote is
 * noted here, and removed a week later.
 * @param {number} buildStarted milliseconds since the epoch; whatever was written before is not of this build
 */
export function removeLeftOvers(buildStarted) {
  const lines = existsSync(listFile) ? readFileSync(listFile, 'utf8').split('\n') : []
  const known = new Map(lines.map((line) => /** @type {[string, string]} */ (line.split('\t'))))
  const kept = ['node', 'page', 'preload'].flatMap(filesBelow).flatMap((path) => {
    const file = join(outFolder, path)
    // Clocks of file systems are coarse.
    if (statSync(file).mtimeMs > buildStarted - 1_000) return []
    const since = Date.parse(known.get(path) ?? '') || Date.now()
    if (Date.now() - since < keepMilliseconds) return [`${path}\t${new Date(since).toISOString()}\n`]
    rmSync(file)
    return []
  })
  writeFileSync(listFile, kept.join(''))
}

/**
 * @param {string} path below out/
 * @returns {string[]}
 */
function filesBelow(path) {
  return readdirSync(join(outFolder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name)
    return entry.isDirectory() ? filesBelow(inner) : [inner]
  })
}
