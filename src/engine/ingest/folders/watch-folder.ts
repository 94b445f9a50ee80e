import { type BackendType, subscribe } from '@parcel/watcher'

/** Named, because without a name Parcel starts programs of other makers that it may find. */
const backends: Readonly<Record<string, BackendType>> = {
  linux: 'inotify',
  darwin: 'fs-events',
  win32: 'windows',
}

/** Where programs keep what is no document; what happens there wakes nobody. */
const quiet = ['**/.git/**', '**/node_modules/**', '**/__pycache__/**']

/** Beginnings of one watch while folders inside go away. */
const mostBeginnings = 5

/**
 * Tells of changes anywhere below a folder until it is disposed of. What has changed is not said: events can be late,
 * doubled or lost, so whoever hears of one looks for himself. `failed` is told when no more will come.
 *
 * Rejects when the system can't watch the folder, as when it has no more watches to give.
 */
export async function watchFolder(
  path: string,
  { changed, failed }: { changed: () => void; failed: (error: Error) => void },
  begin: typeof subscribe = subscribe,
): Promise<AsyncDisposable> {
  const backend = backends[process.platform]
  const options = { ignore: quiet, ...(backend === undefined ? {} : { backend }) }
  for (let beginning = 1; ; beginning++) {
    try {
      const subscription = await begin(path, (error) => (error === null ? changed() : failed(error)), options)
      return { [Symbol.asyncDispose]: () => subscription.unsubscribe() }
    } catch (error) {
      if (beginning === mostBeginnings || !isGoneMeanwhile(error)) throw error
    }
  }
}

/** A folder inside was listed, and moved or deleted before it had its watch. Parcel passes on the system's words only. */
function isGoneMeanwhile(error: unknown): boolean {
  return error instanceof Error && error.message.includes('No such file or directory')
}
