import type { subscribe } from '@parcel/watcher'
import { expect, test } from 'vitest'
import { watchFolder } from './watch-folder.ts'

const listener = { changed: () => undefined, failed: () => undefined }

function failing(times: number, message: string) {
  let begun = 0
  const begin: typeof subscribe = async () => {
    begun += 1
    if (begun <= times) throw new Error(`inotify_add_watch on '/papers/inside' failed: ${message}`)
    return { unsubscribe: async () => undefined }
  }
  return { begin, begun: () => begun }
}

// Would catch a folder that is not watched, and a warning, because a folder inside moved just then: the storm found it.
test('LIB-4.edit: a folder inside that goes while the watch begins does not end it', async () => {
  const { begin, begun } = failing(2, 'No such file or directory')
  await using _watch = await watchFolder('/papers', listener, begin)
  expect(begun()).toBe(3)
})

test('LIB-4.edit: a watch that can not be had is not asked for again and again', async () => {
  const full = failing(99, 'No space left on device')
  await expect(watchFolder('/papers', listener, full.begin)).rejects.toThrow('No space left')
  expect(full.begun()).toBe(1)
  const gone = failing(99, 'No such file or directory')
  await expect(watchFolder('/papers', listener, gone.begin)).rejects.toThrow('No such file')
  expect(gone.begun()).toBe(5)
})
