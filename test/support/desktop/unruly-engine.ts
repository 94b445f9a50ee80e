import { EngineCommand, type EngineReport } from '../../../src/hosts/engine-control.ts'

// A stand-in engine in a process of its own, which misbehaves as its argument says.

const behaviour = process.argv[2]
const report = (message: EngineReport) => process.send?.(message)

if (behaviour === 'exit-at-start') process.exit(7)
if (behaviour === 'hang-at-stop') process.on('SIGTERM', () => process.stderr.write(''))

process.on('message', (message) => {
  const command = EngineCommand.parse(message)
  if (command.type === 'start') {
    if (behaviour === 'hang-at-start') return
    if (behaviour === 'refuse') {
      report({ type: 'refused', code: 'DATA_FOLDER_LOCKED', message: 'Another Diwan has it.', retryable: false })
      setTimeout(() => process.exit(3), 50)
      return
    }
    report({ type: 'ready', generation: command.generation })
    if (behaviour === 'block-after-ready') {
      // Lets the report leave, then never gives the thread back.
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 20)
    }
  }
  if (command.type === 'ping') report({ type: 'pong', sequence: command.sequence })
  if (command.type === 'stop' && behaviour !== 'hang-at-stop') process.exit(0)
})
