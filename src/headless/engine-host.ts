import { readEnvironmentProxy } from '../hosts/environment-proxy.ts'
import { readLinuxPower } from '../hosts/power-source.ts'
import type { EngineRouter } from '../hosts/rpc-channel.ts'
import { openKeychain } from '../hosts/secret-store.ts'
import { readVersion } from './installation.ts'
import { createFileOpener } from './open-file.ts'

// The one file of this room that knows the engine. It is loaded on first use, because joining a running host, printing
// help or a version must not wait for SQLite.
const loadEngine = () => import('../engine/engine.ts')

/** Who holds a data folder, and where it can be reached when it serves programs. */
export type Holder = { pid: number; address: string | null; token: string | null }

export type OwnEngine = {
  router: EngineRouter
  announce(reach: { address: string; token: string }): void
  /** How the key of a folder that was new is kept; null when there was a key already. */
  newKey: 'secret-store' | 'passphrase' | 'file' | null
  metrics(): Promise<string>
  logFailure(error: unknown): void
  close(): Promise<void>
}

export type OpenOptions = {
  dataFolder: string
  passphrase: string | null
  logLevel?: LogLevel
  /** Takes each log line, as JSON, instead of standard error. */
  logDestination?: (line: string) => void
}
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

/** Opens the engine in this process. `held` when another process has the folder; other failures throw with a `code`. */
export async function openEngine(options: OpenOptions): Promise<OwnEngine | { held: Holder | null }> {
  const { createEngine, DataFolderLockedError } = await loadEngine()
  try {
    return await createEngine({
      ...options,
      version: readVersion(),
      secretStore: options.passphrase === null ? await openKeychain() : null,
      openExternally: createFileOpener(),
      power: () => readLinuxPower(),
      systemProxy: readEnvironmentProxy(process.env),
    })
  } catch (error) {
    if (error instanceof DataFolderLockedError) return { held: error.holder }
    throw error
  }
}

/** The process that holds the folder now, or null when nobody does. */
export async function readHolder(dataFolder: string): Promise<Holder | null> {
  const { readLock } = await loadEngine()
  return readLock(dataFolder)
}
