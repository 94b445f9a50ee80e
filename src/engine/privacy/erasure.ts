import type { DocumentSelection } from '../../contract/document.ts'
import type { ErasedPart, ErasureReport } from '../../contract/erasures.ts'
import { Failure } from '../../domain/failure.ts'
import { listBackups } from '../store/backups.ts'
import type { OpenErasure } from '../store/repositories/erasures.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** Kept bytes of documents, as erasing needs them. */
export type ErasableOriginals = {
  /** Of these hashes, those of which bytes are kept. */
  findKept(hashes: readonly string[]): Promise<string[]>
  /** Deletes kept bytes that no document needs. */
  sweep(): Promise<void>
}

/** Vector indexes of libraries, as erasing needs them. */
export type ErasableIndexes = {
  /** Makes sure that no file holds a vector any more that a library does not have. */
  purge(libraryKeys: readonly number[]): Promise<void>
}

/** Language models on this machine, as erasing needs them: what they have read makes the next answer begin sooner. */
export type ErasableLanguages = {
  /** Nothing of it is left on the disk, nor used again. */
  forgetConversations(): Promise<void>
}

/**
 * Removes documents with everything derived from them, and proves it. An erasure is noted before it begins; one that was
 * interrupted is brought to its end at the next start, or before the next one.
 */
export type Erasures = {
  /** @throws Failure LIBRARY_NOT_FOUND, DISK_FULL */
  eraseDocuments(selection: DocumentSelection, scope?: 'documents' | 'trash'): Promise<ErasureReport>
  /** Its jobs must have been cancelled. @throws Failure LIBRARY_NOT_FOUND, DISK_FULL */
  eraseLibrary(libraryId: string): Promise<ErasureReport>
  /** @throws Failure ERASURE_NOT_FOUND */
  verify(erasureId: string): Promise<{ sealed: boolean; parts: ErasedPart[]; clean: boolean }>
  /** Brings interrupted erasures to their end. Never rejects: a failure is logged, and the next erasure tries again. */
  resume(): Promise<void>
  /** Waits for the step in progress; what is left is done at the next start. */
  close(): Promise<void>
}

/** Answers that are redacted in one write. */
const messagesTogether = 50
const itemsTogether = 500
/** Times that emptying the log is tried while reads are in the way. */
const mostTries = 5

export function createErasures(options: {
  store: Store
  telemetry: Telemetry
  dataFolder: string
  originals: ErasableOriginals
  /** Without it there are no indexes. */
  indexes?: ErasableIndexes
  /** Without them there are no models on this machine. */
  languages?: ErasableLanguages
  /** Told when what it erased is gone: what others were given of it is to be called back. */
  onErased?: () => void
  now?: () => number
}): Erasures {
  const { store, originals, dataFolder } = options
  const { log } = options.telemetry
  const now = options.now ?? Date.now
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  /** One at a time: reports are sealed in the order of their erasures. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  /** What is left is done at the next start. */
  function refuseWhenClosed(): void {
    if (closed) throw new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' })
  }

  async function begin(
    scope: OpenErasure['scope'],
    what: DocumentSelection | { libraryId: string },
  ): Promise<ErasureReport> {
    return inTurn(async () => {
      await finishInterrupted()
      return carryOut(await store.write('erasures.begin', { scope, what, now: now() }))
    })
  }

  async function finishInterrupted(): Promise<void> {
    for (const erasure of await store.read('erasures.unfinished', null)) {
      refuseWhenClosed()
      await carryOut(erasure)
      log.info({ erasureId: erasure.id }, 'an erasure that was interrupted is finished')
    }
  }

  /** Every step may have been done before: each begins with what is left of its part. */
  async function carryOut({ id: erasureId, scope }: OpenErasure): Promise<ErasureReport> {
    while (await store.write('erasures.step', { erasureId })) refuseWhenClosed()
    if (scope === 'library') await store.write('erasures.dropLibrary', { erasureId })
    await redactAnswers(erasureId)
    await forgetFormerNames(erasureId)
    // Once no message holds its words any more: what models read from here on is free of them.
    await options.languages?.forgetConversations()
    const left = await removeOriginals(erasureId)
    await cleanFile(erasureId)
    const backups = await findBackups(erasureId)
    options.onErased?.()
    return store.write('erasures.finish', { erasureId, now: now(), originals: left, backups })
  }

  async function redactAnswers(erasureId: string): Promise<void> {
    const messages = await store.read('erasures.quoting', { erasureId })
    for (let at = 0; at < messages.length; at += messagesTogether) {
      await store.write('erasures.redact', { erasureId, messages: messages.slice(at, at + messagesTogether) })
    }
  }

  async function forgetFormerNames(erasureId: string): Promise<void> {
    const items = await store.read('erasures.formerItems', { erasureId })
    for (let at = 0; at < items.length; at += itemsTogether) {
      await store.write('erasures.forgetItems', { erasureId, items: items.slice(at, at + itemsTogether) })
    }
  }

  async function removeOriginals(erasureId: string): Promise<number> {
    const before = await findUnneeded(erasureId)
    // In any case: what an older version of an erased document left is known to nobody else.
    await originals.sweep()
    const after = await findUnneeded(erasureId)
    await store.write('erasures.originals', { erasureId, removed: before.length - after.length })
    return after.length
  }

  /** Kept bytes of what was erased, without those that another document has too. */
  async function findUnneeded(erasureId: string): Promise<string[]> {
    const kept = await originals.findKept(await store.read('erasures.hashes', { erasureId }))
    const needed = new Set(await store.read('documents.neededHashes', { hashes: kept }))
    return kept.filter((hash) => !needed.has(hash))
  }

  /** What was deleted is only crossed out in an index until that is written anew, and stands in the log beside the database. */
  async function cleanFile(erasureId: string): Promise<void> {
    const libraryKeys = await store.read('erasures.libraries', { erasureId })
    await dropVectors()
    await options.indexes?.purge(libraryKeys)
    for (const libraryKey of libraryKeys) {
      let first = true
      while (await store.write('erasures.mergeIndex', { libraryKey, first })) {
        first = false
        refuseWhenClosed()
      }
    }
    for (let tries = 0; tries < mostTries && !(await store.emptyLog()); tries++);
  }

  /** Of earlier versions of what was erased: nothing else says whose they were. */
  async function dropVectors(): Promise<void> {
    let step = await store.write('unusedVectors.orphans', { after: null })
    while (step.after !== null) {
      refuseWhenClosed()
      step = await store.write('unusedVectors.orphans', { after: step.after })
    }
  }

  async function findBackups(erasureId: string): Promise<ErasureReport['backups']> {
    const since = await store.read('erasures.firstAddition', { erasureId })
    const holding = (await listBackups(dataFolder)).filter(({ madeAt }) => since !== null && madeAt >= since)
    const goneBy = holding.length === 0 ? null : Math.max(...holding.map((backup) => backup.goneBy))
    return { files: holding.length, goneBy }
  }

  return {
    eraseDocuments: (selection, scope = 'documents') => begin(scope, selection),
    eraseLibrary: (libraryId) => begin('library', { libraryId }),

    async verify(erasureId) {
      const { sealed, removed, found } = await store.read('erasures.verify', { erasureId })
      const all = { ...found, originals: (await findUnneeded(erasureId)).length }
      const parts = removed.map((part) => ({ ...part, found: all[part.part as keyof typeof all] ?? 0 }))
      return { sealed, parts, clean: Object.values(all).every((left) => left === 0) }
    },

    async resume() {
      try {
        await inTurn(finishInterrupted)
      } catch (error) {
        if (!closed) log.warn({ err: error }, 'an erasure that was interrupted could not be finished')
      }
    },

    async close() {
      closed = true
      await turn
    },
  }
}
