import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { modulesFolder, projectNode, root } from './paths.mjs'

/**
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, output: string, timedOut: boolean }} Ended
 * @typedef {object} RunOptions
 * @property {string} [cwd] the project's folder when left out
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'capture' | 'stderr' | 'inherit'} [output] `stderr` sends both streams there; `capture` keeps both as text
 * @property {number} [limitSeconds] then the child is killed and `timedOut` is true
 */

/**
 * The environment of every child: the project's Node and tools are found before the machine's.
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment() {
  const path = [dirname(projectNode), join(modulesFolder, '.bin'), process.env.PATH ?? '']
  return { ...process.env, PATH: path.join(delimiter) }
}

/**
 * Runs a program to its end. A program that does not start rejects; one that fails does not.
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
    // A group of its own, so that a time limit ends the grandchildren (browsers, workers) too.
    const grouped = limitSeconds !== undefined && process.platform !== 'win32'
    const child = spawn(program, args, { cwd, env, detached: grouped, stdio: ['ignore', streams, streams] })
    const stop = () => {
      if (grouped && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      else child.kill('SIGKILL')
    }
    const stopListening = grouped ? stopWithParent(stop) : () => undefined
    let timedOut = false
    const timer =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            stop()
          }, limitSeconds * 1000)
    let text = ''
    const keep = (/** @type {string} */ chunk) => {
      text += chunk
    }
    child.stdout?.setEncoding('utf8').on('data', keep)
    child.stderr?.setEncoding('utf8').on('data', keep)
    const settle = () => {
      clearTimeout(timer)
      stopListening()
    }
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (code, signal) => {
      settle()
      resolve({ code, signal, output: text, timedOut })
    })
  })
}

/**
 * A child in a group of its own gets no Ctrl-C from the terminal: it is stopped when the launcher is told to stop.
 * @param {() => void} stop
 */
function stopWithParent(stop) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  const listeners = signals.map((signal) => {
    const listener = () => {
      stop()
      endLike({ code: null, signal })
    }
    process.once(signal, listener)
    return { signal, listener }
  })
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener)
  }
}

/**
 * Hands the terminal over to a program until it ends: same streams, signals passed on.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<Pick<Ended, 'code' | 'signal'>>}
 */
export function handOver(program, args, options = {}) {
  const { cwd = root, env = childEnvironment() } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: 'inherit' })
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
    const listeners = signals.map((signal) => {
      const listener = () => {
        // Ctrl-C reaches the whole foreground group by itself; sent twice it would look like "stop at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      }
      process.on(signal, listener)
      return { signal, listener }
    })
    const stopWatching = whenOrphaned(() => child.kill('SIGTERM'))
    const stopListening = () => {
      stopWatching()
      for (const { signal, listener } of listeners) process.off(signal, listener)
    }
    child.on('error', (error) => {
      stopListening()
      reject(error)
    })
    child.on('close', (code, signal) => {
      stopListening()
      resolve({ code, signal })
    })
  })
}

/**
 * npm runs a script through a shell that dies of a signal without passing it on, which would leave a server behind.
 * @param {() => void} stop
 * @returns {() => void}
 */
function whenOrphaned(stop) {
  if (process.env.npm_lifecycle_event === undefined) return () => undefined
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 500)
  return () => clearInterval(timer)
}

/**
 * Ends this process as the child ended: with its exit code, or by the same signal.
 * @param {Pick<Ended, 'code' | 'signal'>} ended
 */
export function endLike({ code, signal }) {
  process.exitCode = code ?? 1
  if (signal !== null) process.kill(process.pid, signal)
}
