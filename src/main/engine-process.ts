import type { MessagePortMain } from 'electron'
import { createEngine } from '../engine/engine.ts'
import type { DoorPort } from '../hosts/message-port-door.ts'
import { serveEngine } from './engine-service.ts'
import { describeError } from './log.ts'

// Entry of the engine's utility process, in `out/node/engine-process.js`. The one file of the desktop host that knows
// the engine; Electron gives it `process.parentPort` and nothing else.

const parent = process.parentPort

function asDoorPort(port: MessagePortMain): DoorPort {
  return {
    postMessage: (data) => port.postMessage(data),
    on: (event: 'message' | 'close', listener: (message: unknown) => void) =>
      event === 'message'
        ? port.on('message', ({ data }) => listener(data))
        : port.on('close', () => listener(undefined)),
    start: () => port.start(),
    close: () => port.close(),
  }
}

serveEngine({
  control: {
    post: (report) => parent.postMessage(report),
    onMessage: (listener) => {
      parent.on('message', ({ data, ports }) => listener(data, ports.map(asDoorPort)))
    },
  },
  createEngine: ({ dataFolder, version, logLevel }, { secrets, ...host }) =>
    createEngine({ dataFolder, version, secretStore: secrets, passphrase: null, logLevel, ...host }),
  exit: (code) => process.exit(code),
  onError: (error) => {
    process.stderr.write(`${describeError(error)}\n`)
  },
})
