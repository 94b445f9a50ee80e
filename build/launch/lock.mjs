import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { outFolder, say } from './paths.mjs'

// In out/, because `npm ci` empties node_modules.
const lockFile = join(outFolder, '.launch.lock')
const beatMilliseconds = 2_000
const deadAfterMilliseconds = 20_000

/**
 * Runs `work` while no other launcher of this checkout installs or builds. The lock is a file that its holder touches
 * every two seconds; one that is not touched for twenty, or whose holder is gone, is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  mkdirSync(outFolder, { recursive: true })
  let told = false
  while (!take()) {
    if (removeIfDead()) continue
    if (!told) say('Another Diwan command is installing or building here; waiting for it.')
    told = true
    await sleep(200)
  }
  const beat = setInterval(() => {
    if (isMine()) utimesSync(lockFile, new Date(), new Date())
  }, beatMilliseconds)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if (isMine()) rmSync(lockFile, { force: true })
  }
}

/** A machine that slept lets the lock go stale: another launcher may hold it by now. */
function isMine() {
  return existsSync(lockFile) && readFileSync(lockFile, 'utf8') === String(process.pid)
}

function take() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Renames before removing, and puts back what turns out to be the fresh lock of a launcher that was quicker. */
function removeIfDead() {
  try {
    const holder = readFileSync(lockFile, 'utf8')
    const silence = Date.now() - statSync(lockFile).mtimeMs
    // An empty file is a lock in the moment of its creation.
    const lives =
      holder === '' ? silence < beatMilliseconds : isAlive(Number(holder)) && silence < deadAfterMilliseconds
    if (lives) return false
    const moved = `${lockFile}.${process.pid}`
    renameSync(lockFile, moved)
    if (readFileSync(moved, 'utf8') === holder) rmSync(moved)
    else renameSync(moved, lockFile)
    return true
  } catch (error) {
    // Its holder finished in between.
    if (hasCode(error, 'ENOENT')) return true
    throw error
  }
}

/** @param {number} processId */
function isAlive(processId) {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
export function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
