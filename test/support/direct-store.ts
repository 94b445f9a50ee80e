import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Connection, openConnection } from '../../src/engine/store/connection.ts'
import { migrate } from '../../src/engine/store/migrations/migrate.ts'
import { readsByName, writesByName } from '../../src/engine/store/operations.ts'
import { databaseFile, type Store } from '../../src/engine/store/store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const key = new Uint8Array(32).fill(7)

export type DirectStore = { store: Store; connection: Connection; dataFolder: string; close(): void }

/** The store's own operations on a real database, on this thread: a start takes a tenth of the store's with its threads. */
export function openDirectStore(dataFolder = temporaryFolder()): DirectStore {
  const path = join(dataFolder, databaseFile)
  migrate({ path, key, now: 1 })
  const connection = openConnection({ path, key, mode: 'write' })
  let isOpen = true
  function close(): void {
    if (isOpen) connection.close()
    isOpen = false
  }
  onTestFinished(close)
  const store = {
    read: async (name: string, input: unknown) =>
      structuredClone(connection.snapshot(() => readsByName[name]?.(connection, structuredClone(input) as never))),
    write: async (name: string, input: unknown) =>
      structuredClone(connection.transaction(() => writesByName[name]?.(connection, structuredClone(input) as never))),
    emptyLog: async () => true,
    close: async () => close(),
  } as unknown as Store
  return { store, connection, dataFolder, close }
}
