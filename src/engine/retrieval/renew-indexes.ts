import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** Makes the keyword indexes of before level 110 anew, while the old ones go on serving. */
export type IndexRenewal = {
  /** Never rejects: a failure is logged, and the next start goes on from where it was. */
  run(): Promise<void>
  /** Waits for the step in progress. */
  close(): Promise<void>
}

export function createIndexRenewal({ store, telemetry }: { store: Store; telemetry: Telemetry }): IndexRenewal {
  let closed = false
  let work: Promise<void> = Promise.resolve()

  async function renewAll(): Promise<void> {
    const libraries = await store.read('indexes.old', null)
    if (libraries.length === 0) return
    telemetry.log.info({ libraries: libraries.length }, 'keyword indexes are made anew')
    for (const libraryKey of libraries) {
      while (!closed && (await store.write('indexes.renew', { libraryKey })));
    }
    if (!closed) telemetry.log.info({ libraries: libraries.length }, 'keyword indexes are new')
  }

  return {
    run() {
      work = renewAll().catch((err: unknown) => telemetry.log.error({ err }, 'keyword indexes could not be made anew'))
      return work
    },
    async close() {
      closed = true
      await work
    },
  }
}
