import type { MessagePort } from 'node:worker_threads'
import { parentPort, workerData } from 'node:worker_threads'
import type { DoorPort } from '../../../src/hosts/message-port-door.ts'
import { type RunningEngine, serveEngine } from '../../../src/main/engine-service.ts'
import { createProbe } from '../doors/probe.ts'

// The engine's process as a thread: the same service, behind a thread's own port instead of a utility process's.

if (parentPort === null) throw new Error('This runs in a worker.')
const parent = parentPort
const kind: unknown = workerData

type Posted = { command: unknown; ports: (MessagePort & DoorPort)[] }

serveEngine({
  control: {
    post: (report) => parent.postMessage(report),
    onMessage: (listener) => {
      parent.on('message', ({ command, ports }: Posted) => listener(command, ports))
    },
  },
  async createEngine({ dataFolder, version, logLevel }, { secrets, ...host }): Promise<RunningEngine> {
    if (kind === 'probe') {
      return { router: createProbe().router, announce: () => undefined, close: async () => undefined }
    }
    const { createEngine } = await import('../../../src/engine/engine.ts')
    return createEngine({
      dataFolder,
      version,
      secretStore: secrets,
      passphrase: null,
      logLevel,
      ...host,
    })
  },
  exit: (code) => process.exit(code),
  onError: () => undefined,
})
