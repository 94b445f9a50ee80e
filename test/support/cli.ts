import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { runCli as runInThisProcess } from '../../src/headless/run-cli.ts'
import { createTerminal } from '../../src/headless/terminal.ts'

export type CliResult = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

const entry = fileURLToPath(new URL('../../src/headless/cli.ts', import.meta.url))

/** Starts the command line as a process of its own, from source. No keychain of the person who runs the tests is used. */
export function startCli(
  words: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): ChildProcess {
  const child = spawn(process.execPath, [entry, ...words], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...process.env, DIWAN_KEYCHAIN: 'off', DIWAN_DATA: '', ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  child.stdin?.end(options.input)
  return child
}

export async function finish(child: ChildProcess): Promise<CliResult> {
  const read = { stdout: '', stderr: '' }
  child.stdout?.on('data', (chunk: Buffer) => {
    read.stdout += chunk.toString('utf8')
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    read.stderr += chunk.toString('utf8')
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, ...read }
}

export function runCli(words: readonly string[], options: { cwd?: string; input?: string } = {}): Promise<CliResult> {
  return finish(startCli(words, options))
}

/** The first line that a command writes to standard output. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end)
  }
  throw new Error(`the command ended without a line: ${text}`)
}

/**
 * The same command line without a process of its own: for many commands whose process is not the point. `stopAt`: Ctrl-C is
 * pressed when standard output has this text.
 */
export async function runCliHere(
  words: readonly string[],
  options: { cwd?: string; stopAt?: string } = {},
): Promise<CliResult> {
  process.env.DIWAN_KEYCHAIN = 'off'
  const written = { stdout: '', stderr: '' }
  const stopping = new AbortController()
  const write = (stream: keyof typeof written) => ({
    write(text: string) {
      written[stream] += text
      if (options.stopAt !== undefined && written.stdout.includes(options.stopAt)) stopping.abort()
    },
  })
  const terminal = createTerminal({
    output: write('stdout'),
    messages: write('stderr'),
    input: process.stdin,
    workingFolder: options.cwd ?? process.cwd(),
    signal: stopping.signal,
    now: () => performance.now(),
  })
  const code = await runInThisProcess(words, terminal)
  return { code, signal: null, ...written }
}
