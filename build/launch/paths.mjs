import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, whatever the current folder is. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export const modulesFolder = join(root, 'node_modules')
export const outFolder = join(root, 'out')
/** Results of the last test runs. Gone after `npm ci`, like everything in node_modules. */
export const resultsFolder = join(modulesFolder, '.cache', 'test-results')

/** The Node that the project is built and tested with: a development dependency, not the machine's. */
export const projectNode = join(modulesFolder, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * Tells the person at the terminal something. Always standard error: standard output belongs to the command's result.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}
