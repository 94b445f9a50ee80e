import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { hasCode } from './lock.mjs'
import { modulesFolder, projectNode, root } from './paths.mjs'

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string, timedOut: boolean }} Ended
 * @typedef {Pick<Ended, 'code' | 'signal'> & { told: boolean }} HandedOver `told` when it was asked to stop through us
 * @typedef {object} RunOptions
 * @property {string} [cwd] the project's folder when left out
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'capture' | 'stderr' | 'inherit'} [output] `stderr` sends both streams there; `capture` keeps both as text
 * @property {number} [limitSeconds] then the child is killed and `timedOut` is true
 */

/** How long a program that was told to stop may take over it. */
const patienceMilliseconds = 5_000

/**
 * The environment of every child: the project's Node and tools are found before the machine's.
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment() {
  const path = [dirname(projectNode), join(modulesFolder, '.bin'), process.env.PATH ?? '']
  return { ...process.env, PATH: path.join(delimiter) }
}

/**
 * Runs a program to its end. A program that does not start rejects; one that fails does not. A launcher that is told to
 * stop meanwhile stops the program first, and ends without settling the promise.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export function run(program, args, options = {}) {
  const { cwd = root, env = childEnvironment(), output = 'stderr', limitSeconds } = options
  const streams = { capture: /** @type {const} */ ('pipe'), stderr: 2, inherit: /** @type {const} */ ('inherit') }[
    output
  ]
  return new Promise((resolve, reject) => {
    // A group of its own, so that what ends the child ends the grandchildren (browsers, workers, npm's scripts) too.
    const grouped = process.platform !== 'win32'
    const child = spawn(program, args, { cwd, env, detached: grouped, stdio: ['ignore', streams, streams] })
    const end = (/** @type {NodeJS.Signals} */ signal) => {
      if (grouped && child.pid !== undefined) killGroup(child.pid, signal)
      else child.kill(signal)
    }
    /** @type {NodeJS.Signals | undefined} */
    let toldBy
    /** @type {NodeJS.Timeout | undefined} */
    let patience
    // This process stays until the child is gone: another launcher would otherwise start beside it.
    const stopListening = whenTold((signal) => {
      end(toldBy === undefined ? 'SIGTERM' : 'SIGKILL')
      toldBy ??= signal
      patience ??= setTimeout(() => end('SIGKILL'), patienceMilliseconds)
    })
    let timedOut = false
    const limit =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            end('SIGKILL')
          }, limitSeconds * 1000)
    let text = ''
    const keep = (/** @type {string} */ chunk) => {
      text += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    const settle = () => {
      clearTimeout(limit)
      clearTimeout(patience)
      stopListening()
    }
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (code, signal) => {
      settle()
      if (toldBy === undefined) resolve({ code, signal, output: text, timedOut })
      else endLike({ code: null, signal: toldBy })
    })
  })
}

/**
 * Signals every process of a group. A group that has ended is none.
 * @param {number} leader
 * @param {NodeJS.Signals} signal
 */
function killGroup(leader, signal) {
  try {
    process.kill(-leader, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

/**
 * Calls `stop` when this launcher is told to stop: by a signal, or because npm's shell is gone, which dies of a signal
 * without passing it on.
 * @param {(signal: NodeJS.Signals) => void} stop
 * @returns {() => void} ends the listening
 */
function whenTold(stop) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const signal of signals) process.on(signal, stop)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return
    clearInterval(watch)
    stop('SIGTERM')
  }, 500)
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, stop)
  }
}

/**
 * Hands the terminal over to a program until it ends: same streams, signals passed on.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<HandedOver>}
 */
export function handOver(program, args, options = {}) {
  const { cwd = root, env = childEnvironment() } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: 'inherit' })
    let told = false
    const stopListening = whenTold((signal) => {
      told = true
      // Ctrl-C reaches the whole foreground group by itself; sent twice it would look like "stop at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
    child.on('error', (error) => {
      stopListening()
      reject(error)
    })
    child.on('close', (code, signal) => {
      stopListening()
      resolve({ code, signal, told })
    })
  })
}

/**
 * Ends this process as the child ended: with its exit code, or by the same signal.
 * @param {Pick<Ended, 'code' | 'signal'>} ended
 */
export function endLike({ code, signal }) {
  process.exitCode = code ?? 1
  if (signal !== null) process.kill(process.pid, signal)
}
