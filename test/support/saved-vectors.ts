import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'
import { vectorPlace } from './vector-checks.ts'
import { filledVectorStore, openVectorRooms, type VectorRooms } from './vector-rooms.ts'
import type { VectorStore } from './vector-store.ts'

export const savedCount = 600

/** What an index finds that is as it should be. */
export const fine = { recall: expect.closeTo(1, 1), wrong: [], isComplete: true }

export type SavedVectors = Pick<VectorRooms, 'dataFolder' | 'key'> & {
  store: VectorStore
  folder: string
  reopen(): VectorRooms
}

/** Made once a file: a thread that starts and a graph that is built take longer than most tests. */
let made: { dataFolder: string; key: Uint8Array } | null = null
afterAll(() => {
  if (made !== null) rmSync(made.dataFolder, { recursive: true, force: true })
  // The next file of this process makes its own.
  made = null
})

/** An index of two parts, saved and closed, as a copy of the test's own. */
export async function savedVectors(): Promise<SavedVectors> {
  made ??= await make()
  const rooms = { dataFolder: temporaryFolder(), key: made.key }
  cpSync(made.dataFolder, rooms.dataFolder, { recursive: true })
  const store = filledVectorStore(savedCount)
  return { ...rooms, store, folder: indexFolder(rooms), reopen: () => openVectorRooms(rooms) }
}

async function make() {
  const rooms = { dataFolder: mkdtempSync(join(tmpdir(), 'diwan-vectors-')), key: randomBytes(32) }
  const { vectors } = openVectorRooms(rooms)
  await vectors.open(vectorPlace, filledVectorStore(savedCount)).settle()
  await vectors.close()
  return rooms
}

/** The folder of the only index. */
export function indexFolder({ dataFolder }: Pick<VectorRooms, 'dataFolder'>): string {
  const names = readdirSync(join(dataFolder, 'vectors')).filter((name) => name !== 'plain')
  return join(dataFolder, 'vectors', names[0] as string)
}

export const partsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('part-'))
