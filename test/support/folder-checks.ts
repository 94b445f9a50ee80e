import { expect } from 'vitest'
import type { BoundFolder, FolderState } from '../../src/contract/folders.ts'
import { filesIn, hashesIn, type TestFolders } from './folder-rooms.ts'
import type { TestIngest } from './ingest.ts'

/** Waits until the library has exactly the files of the folder. */
export async function untilEqual(rooms: TestIngest, folder: string, timeout = 50_000): Promise<void> {
  await expect.poll(() => hashesIn(rooms), { timeout, interval: 50 }).toEqual(filesIn(folder))
}

/** Waits until the folder has been compared since now, and everything that this found has been read. */
export async function untilSettled(rooms: TestFolders, folderId: string, timeout = 50_000): Promise<BoundFolder> {
  const before = await rooms.store.read('folders.get', { folderId })
  await rooms.folders.reconcile(folderId)
  const since = before.reconciledAt ?? 0
  const state = async () => {
    const [folder] = (await rooms.folders.list('docs')).filter(({ id }) => id === folderId)
    if (folder === undefined) throw new Error('the folder is not bound any more')
    return folder
  }
  await expect
    .poll(async () => (await state()).state === 'watching' && ((await state()).reconciledAt ?? 0) > since, {
      timeout,
      interval: 20,
    })
    .toBe(true)
  return state()
}

/** Waits until the folder is in a state. */
export async function untilState(rooms: TestFolders, folderId: string, state: FolderState): Promise<BoundFolder> {
  const find = async () => (await rooms.folders.list('docs')).find(({ id }) => id === folderId)
  await expect.poll(async () => (await find())?.state, { timeout: 50_000, interval: 20 }).toBe(state)
  const found = await find()
  if (found === undefined) throw new Error('the folder is not bound any more')
  return found
}
