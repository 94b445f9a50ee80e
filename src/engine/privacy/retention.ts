import { deleteOldBackups } from '../store/backups.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { ErasableOriginals, Erasures } from './erasure.ts'

/**
 * What has been kept for as long as it may be goes: documents in the trash, copies from before upgrades, kept answers, files
 * that were attached to no message, and bytes that nothing needs any more, as of an upload that was replaced or a file that was refused.
 */
export type Retention = {
  /** Looks now, and then every hour: a machine that sleeps at night keeps no hour of the day. */
  start(): void
  /** Never rejects: a failure is logged, and the next look tries again. */
  sweep(): Promise<void>
  close(): Promise<void>
}

const everyMs = 60 * 60 * 1_000
const dayMs = 24 * everyMs
/** Documents of one erasure, and of its report. */
const mostTogether = 10_000

export function createRetention(options: {
  store: Store
  telemetry: Telemetry
  dataFolder: string
  erasures: Pick<Erasures, 'eraseDocuments'>
  originals: Pick<ErasableOriginals, 'sweep'>
  trashDays: () => Promise<number>
  now?: () => number
}): Retention {
  const { store, erasures, dataFolder } = options
  const { log } = options.telemetry
  const now = options.now ?? Date.now
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let closed = false

  async function eraseExpired(): Promise<void> {
    try {
      await eraseTrash()
      await store.write('answerCache.expire', { now: now() })
      await store.write('chatAttachments.expire', { before: now() - dayMs })
      const deleted = await deleteOldBackups(dataFolder, now())
      if (deleted > 0) log.info({ deleted }, 'copies from before upgrades deleted, whose time is over')
    } catch (error) {
      if (!closed) log.warn({ err: error }, 'what has been kept long enough was not deleted')
    }
  }

  async function eraseTrash(): Promise<void> {
    const before = now() - (await options.trashDays()) * dayMs
    while (!closed) {
      const documentIds = await store.read('documentTrash.expired', { before, limit: mostTogether })
      if (documentIds.length === 0) return
      const { documents } = await erasures.eraseDocuments({ documentIds }, 'trash')
      log.info({ documents }, 'documents erased that lay in the trash for long enough')
    }
  }

  async function sweep(): Promise<void> {
    running ??= eraseExpired().finally(() => {
      running = null
    })
    // Closing does not wait for the originals: those who keep them put their sweep down themselves.
    await Promise.all([running, options.originals.sweep()])
  }

  return {
    start() {
      timer = setInterval(() => void sweep(), everyMs).unref()
      void sweep()
    },
    sweep,
    async close() {
      closed = true
      if (timer !== null) clearInterval(timer)
      await running
    },
  }
}
