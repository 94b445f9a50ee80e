import { type ChildProcess, fork } from 'node:child_process'
import { endWithinMs, type ModelChannel } from './model-channel.ts'
import type { FromModel, ToModel } from './model-protocol.ts'

/**
 * Runs a model in a process of its own: what crashes in native code there ends that process only. `module` is the path of
 * its entry.
 */
export function startModelProcess<To extends object = ToModel, From = FromModel>(
  module: string,
): ModelChannel<To, From> {
  const child: ChildProcess = fork(module, [], {
    // Vectors cross as they are, not as text.
    serialization: 'advanced',
    // What a runtime prints is no line of the log.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: modelEnvironment(process.env),
  })
  let isEnding = false
  const exited = new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(isEnding ? null : (signal ?? `exit code ${code}`)))
  })

  return {
    post(message) {
      // A process that is gone says so by its exit; what was sent to it is answered there.
      if (child.connected) child.send(message, () => undefined)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as From)),
    onExit: (listener) => void exited.then(listener),
    hold(isBusy) {
      for (const handle of [child, child.channel]) isBusy ? handle?.ref() : handle?.unref()
    },
    async end() {
      isEnding = true
      if (child.connected) child.send({ end: true }, () => undefined)
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs)
      await exited
      clearTimeout(timer)
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

/**
 * Inspectors and hooks of the engine's own process are not for a model's, and what a person told Diwan (a passphrase) is not
 * for native code that reads files from anywhere.
 */
function modelEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('DIWAN_'))
  // Electron's binary is a Node only when told so.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' }
}
