import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { childEnvironment, handOver } from './processes.mjs'

/** @typedef {{ ended: import('./processes.mjs').HandedOver, failure?: undefined } | { failure: string }} Opened */

/**
 * Runs the desktop host until it ends. It creates the file that `DIWAN_WINDOW_FILE` names when its window can be seen, so
 * that a program which dies before (no system library, no sandbox, no graphics) can be told from one that was used.
 * @param {string} program Electron's
 * @param {string | undefined} dataFolder absolute
 * @returns {Promise<Opened>} `failure` when it ended by itself, not well, and without a window
 */
export async function openDesktop(program, dataFolder) {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-start-'))
  const windowFile = join(folder, 'window')
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = childEnvironment()
  const data = dataFolder === undefined ? {} : { DIWAN_DATA: dataFolder }
  try {
    const ended = await handOver(program, [root], { env: { ...inherited, ...data, DIWAN_WINDOW_FILE: windowFile } })
    // A second Diwan ends well without a window: it brought the first one's to the front.
    if (ended.code === 0 || ended.told || existsSync(windowFile)) return { ended }
    return { failure: ended.signal === null ? `exit code ${ended.code}` : ended.signal }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
