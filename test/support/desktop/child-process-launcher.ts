import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cleanEnvironment } from '../../../src/hosts/clean-environment.ts'
import type { EngineLauncher } from '../../../src/hosts/engine-control.ts'

/** How the stand-in engine of `unruly-engine.ts` misbehaves. */
export type Behaviour = 'well' | 'exit-at-start' | 'hang-at-start' | 'hang-at-stop' | 'block-after-ready' | 'refuse'

const entry = fileURLToPath(new URL('./unruly-engine.ts', import.meta.url))

/** Starts a real Node process for each generation; its behaviour is what `behave` says for it. */
export function childProcessLauncher(behave: (generation: number) => Behaviour): EngineLauncher<never> {
  return (generation) => {
    const child = fork(entry, [behave(generation)], {
      env: cleanEnvironment(process.env),
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    return {
      get pid() {
        return child.pid
      },
      post(command) {
        if (child.connected) child.send(command)
      },
      onMessage(listener) {
        child.on('message', listener)
        return { [Symbol.dispose]: () => child.off('message', listener) }
      },
      onExit(listener) {
        const handler = (code: number | null, signal: string | null) => listener({ code, signal, reason: null })
        child.on('exit', handler)
        return { [Symbol.dispose]: () => child.off('exit', handler) }
      },
      kill: () => child.kill('SIGKILL'),
    }
  }
}
