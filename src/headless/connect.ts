import { setTimeout as wait } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import { CommandError } from './command-error.ts'
import { type Holder, type OwnEngine, openEngine, readHolder } from './engine-host.ts'
import { type EngineClient, joinHost } from './join.ts'
import { sayLogLine } from './log-lines.ts'
import { notices } from './notices.ts'
import type { Terminal } from './terminal.ts'

export type ConnectOptions = {
  dataFolder: string
  passphrase: string | null
  /** Milliseconds to wait for a process that holds the folder and serves nobody. */
  patience: number
  signal: AbortSignal
  onWait?: (holder: Holder | null) => void
  /** Is told what a person should know of an engine of this process. */
  terminal: Pick<Terminal, 'say'>
}

export type Connection = AsyncDisposable & {
  client: EngineClient
  /** Present when the engine runs in this process, absent when a running host was joined. */
  own: OwnEngine | null
}

const pauseMilliseconds = 100
const quietMilliseconds = 700

/**
 * A client of the data folder's engine: of the host that runs on it, or else of an engine of this process. Two that
 * start at the same time both ask for the folder; one gets it, and the other joins it or waits until it is done.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  /** When the folder was first found to be held: a slow start is no wait. */
  let since: number | null = null
  let told = false
  for (;;) {
    const attempt = await tryConnect(options)
    if ('client' in attempt) return attempt
    since ??= performance.now()
    const waited = performance.now() - since
    if (waited > quietMilliseconds && !told) {
      options.onWait?.(attempt.held)
      told = true
    }
    if (waited > options.patience) throw lockedError(options.dataFolder, attempt.held)
    await wait(pauseMilliseconds, undefined, { signal: options.signal })
  }
}

async function tryConnect(options: ConnectOptions): Promise<Connection | { held: Holder | null }> {
  const holder = await readHolder(options.dataFolder)
  if (holder?.address && holder.token) {
    const joined = await joinHost({ address: holder.address, token: holder.token })
    if (joined === null) return { held: holder }
    return { client: joined.client, own: null, [Symbol.asyncDispose]: async () => joined.close() }
  }
  if (holder !== null) return { held: holder }
  const { dataFolder, passphrase, terminal } = options
  const logDestination = (line: string) => sayLogLine(line, terminal)
  const engine = await openEngine({ dataFolder, passphrase, logLevel: 'error', logDestination })
  if ('held' in engine) return engine
  if (engine.newKey === 'file') terminal.say(`Note: ${notices.KEY_IN_FILE?.message}. ${notices.KEY_IN_FILE?.nextStep}`)
  const client = createRouterClient(engine.router, { context: { door: 'direct' } }) as unknown as EngineClient
  return { client, own: engine, [Symbol.asyncDispose]: () => engine.close() }
}

export function lockedError(dataFolder: string, holder: Holder | null): CommandError {
  const who = holder === null ? 'Another Diwan' : `Another Diwan (process ${holder.pid})`
  return new CommandError('refused', {
    code: 'DATA_FOLDER_LOCKED',
    message: `${who} is working on the data folder ${dataFolder}.`,
    nextStep: 'Wait until it is done or close it, or choose another folder with --data.',
    data: { dataFolder, pid: holder?.pid ?? null },
  })
}
