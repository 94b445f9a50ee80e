import type { ItemInput } from '../../store/repositories/job-items.ts'
import type { OwnFolder } from '../own-folder.ts'
import type { IngestPayload } from './add-paths.ts'
import { scanCorpus } from './read-corpus.ts'
import { scanRoot } from './scan-folder.ts'

/** Items that are added to the store in one transaction. */
const batchItems = 500
/** On a slow disk, what has been found so far is not kept from the readers for longer. */
const batchMs = 200

type ListOptions = { signal: AbortSignal; own: OwnFolder }

/**
 * Finds all items of a job, in batches. Nothing is kept between runs: a job that goes on lists again, and items that it
 * has already are passed over by the store. Ends early, and not complete, when the signal is aborted.
 */
export async function* listSources(payload: IngestPayload, options: ListOptions): AsyncGenerator<ItemInput[]> {
  let batch: ItemInput[] = []
  let since = performance.now()
  for await (const item of listItems(payload, options)) {
    batch.push(item)
    if (batch.length < batchItems && performance.now() - since < batchMs) continue
    yield batch
    batch = []
    since = performance.now()
  }
  if (batch.length > 0) yield batch
}

async function* listItems(payload: IngestPayload, { signal, own }: ListOptions): AsyncGenerator<ItemInput> {
  const seen = new Set<string>()
  for (const root of payload.roots) {
    yield* payload.format === 'beir' ? scanCorpus(root, { signal, own }) : scanRoot(root, { seen, signal, own })
  }
}
