import type { EmbeddingRooms } from './embedding-rooms.ts'

/**
 * Ends the change of a library's model once every chunk has its vector of the next: its index is made ready first, so that
 * searches have a whole index all the time. Does nothing where nothing changes, or something lacks.
 */
export async function finishChange(
  { store, telemetry, indexes }: EmbeddingRooms,
  library: string,
  stop: AbortSignal,
): Promise<void> {
  const place = (await store.read('librarySpaces.ofLibrary', { library })).find(({ role }) => role === 'next')
  if (place !== undefined) {
    const { libraryKey, key: spaceKey } = place
    await orStopped(indexes.settle(place), stop)
    if (stop.aborted) return
    const isDone = await store.write('librarySpaces.switch', { libraryKey, spaceKey })
    telemetry.log.info({ libraryId: place.libraryId, isDone }, 'change of an embedding model')
  }
  await indexes.catchUp()
  // What was replaced since the last job left vectors that nothing needs.
  for (let after = null as Parameters<typeof next>[0]; !stop.aborted; ) {
    const step = await next(after)
    if (step.after === null) return
    after = step.after
  }

  function next(after: { space: number; afterHash: Uint8Array | null } | null) {
    return store.write('unusedVectors.orphans', { after })
  }
}

async function orStopped(work: Promise<void>, stop: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  stop.addEventListener('abort', end, { once: true })
  if (stop.aborted) end()
  try {
    await Promise.race([work, promise])
  } finally {
    stop.removeEventListener('abort', end)
  }
}
