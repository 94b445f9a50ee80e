import { setTimeout as wait } from 'node:timers/promises'
import { createRouterClient } from '@orpc/server'
import { z } from 'zod'
import { contract } from '../contract/contract.ts'
import { createAccess } from './access.ts'
import { lockedError } from './connect.ts'
import { type Holder, type LogLevel, type OwnEngine, openEngine, readHolder } from './engine-host.ts'
import { findPageFolder, readVersion } from './installation.ts'
import type { EngineClient } from './join.ts'
import { listen } from './listen.ts'
import { buildServer } from './server.ts'

export type HostOptions = {
  dataFolder: string
  passphrase: string | null
  host: string
  port: number
  /** Milliseconds to wait for a process that has the folder and serves nobody. */
  patience: number
  signal: AbortSignal
  logLevel: LogLevel
  /** Takes each log line, as JSON, instead of standard error. */
  logDestination?: (line: string) => void
}

export type RunningHost = {
  address: string
  /** Opens Diwan in one browser, once. */
  url: string
  pid: number
  /** Codes of what its health has to say, such as `KEY_IN_FILE`; empty for a host that ran already. */
  notices: string[]
  /** True when a host ran on the folder already; closing leaves it running. */
  joined: boolean
  close(): Promise<void>
}

const pauseMilliseconds = 100

/** Starts the host of a data folder, or finds the one that runs on it and asks it for a fresh address. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const started = performance.now()
  for (;;) {
    const holder = await readHolder(options.dataFolder)
    const running = holder === null ? null : await askForLink(holder)
    if (running !== null) return running
    const engine = holder === null ? await openEngine(options) : { held: holder }
    if (!('held' in engine)) return serveEngine(engine, options)
    if (performance.now() - started > options.patience) throw lockedError(options.dataFolder, engine.held)
    await wait(pauseMilliseconds, undefined, { signal: options.signal })
  }
}

async function serveEngine(engine: OwnEngine, options: HostOptions): Promise<RunningHost> {
  const access = createAccess()
  const client = createRouterClient(engine.router, { context: { door: 'direct' } }) as unknown as EngineClient
  const app = await buildServer({
    engine: {
      router: engine.router,
      contract,
      version: readVersion(),
      metrics: () => engine.metrics(),
      isReady: async () => (await client.health.get()).status !== 'unhealthy',
    },
    access,
    pageFolder: findPageFolder(),
    onError: (error) => engine.logFailure(error),
  })
  const close = async () => {
    await app.close()
    await engine.close()
  }
  try {
    const { address } = await listen(app, options)
    engine.announce({ address, token: access.bearerToken })
    const url = `${address}/?token=${access.mintOneTimeToken()}`
    const { parts } = await client.health.get()
    const notices = parts.flatMap(({ notice }) => (notice === null ? [] : [notice]))
    return { address, url, pid: process.pid, notices, joined: false, close }
  } catch (error) {
    await close()
    throw error
  }
}

const Link = z.object({ url: z.url() })

async function askForLink({ address, token, pid }: Holder): Promise<RunningHost | null> {
  if (address === null || token === null) return null
  const response = await fetch(`${address}/access/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(2_000),
  }).catch(() => null) // nobody listens there: the record is of a host that is just going or has crashed
  if (!response?.ok) return null
  const { url } = Link.parse(await response.json())
  return { address, url, pid, notices: [], joined: true, close: async () => undefined }
}
