import { cleanEnvironment } from '../hosts/clean-environment.ts'
import type { EngineLauncher } from '../hosts/engine-control.ts'
import type { ElectronApi } from './electron-api.ts'

/** Starts the engine in an Electron utility process, with a clean environment and no arguments. */
export function createUtilityLauncher<Port>(
  api: ElectronApi<Port>,
  options: { modulePath: string; environment: Readonly<Record<string, string | undefined>> },
): EngineLauncher<Port> {
  return (generation) => {
    const handle = api.forkUtility(options.modulePath, {
      // The generation is part of the name, so that a report of a death can be told from the next one's.
      serviceName: `Diwan engine ${generation}`,
      environment: cleanEnvironment(options.environment),
    })
    return {
      get pid() {
        return handle.pid()
      },
      post: (command, port) => handle.postMessage(command, port === undefined ? [] : [port]),
      onMessage: (listener) => handle.onMessage(listener),
      onExit: (listener) => handle.onExit(({ code, reason }) => listener({ code, signal: null, reason })),
      kill: () => handle.kill(),
    }
  }
}
