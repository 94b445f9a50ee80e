import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { vectorPlace } from './vector-checks.ts'
import { filledVectorStore, openVectorRooms, type VectorRooms } from './vector-rooms.ts'
import type { VectorStore } from './vector-store.ts'

export const savedCount = 600

/** What an index finds that is as it should be. */
export const fine = { recall: expect.closeTo(1, 1), wrong: [], isComplete: true }

export type SavedVectors = VectorRooms & { store: VectorStore; folder: string; reopen(): VectorRooms }

/** An index of two parts, saved and closed. */
export async function savedVectors(store: VectorStore = filledVectorStore(savedCount)): Promise<SavedVectors> {
  const rooms = openVectorRooms()
  await rooms.vectors.open(vectorPlace, store).settle()
  await rooms.vectors.close()
  return { ...rooms, store, folder: indexFolder(rooms), reopen: () => openVectorRooms(rooms) }
}

/** The folder of the only index. */
export function indexFolder({ dataFolder }: VectorRooms): string {
  const names = readdirSync(join(dataFolder, 'vectors')).filter((name) => name !== 'plain')
  return join(dataFolder, 'vectors', names[0] as string)
}

export const partsIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('part-'))
