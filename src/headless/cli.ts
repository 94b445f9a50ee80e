#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts'
import { runCli } from './run-cli.ts'
import { createTerminal } from './terminal.ts'

const stopping = new AbortController()
let interrupts = 0
const interrupt = () => {
  interrupts += 1
  // The first asks the command to put its work down; who presses again does not want to wait for that.
  if (interrupts > 1) process.exit(130)
  stopping.abort(new DOMException('Stopped from the keyboard.', 'AbortError'))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)

// Nobody reads the result any more, as after "| head": stop quietly, the result that was read was right.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok.code)
  process.stderr.write(`diwan: The result could not be written (${error.code ?? error.message}).\n`)
  process.exit(exitCodes.refused.code)
})
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await runCli(
  process.argv.slice(2),
  createTerminal({
    output: process.stdout,
    messages: process.stderr,
    input: process.stdin,
    workingFolder: process.cwd(),
    signal: stopping.signal,
    now: () => performance.now(),
  }),
)
