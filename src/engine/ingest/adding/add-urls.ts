import { Failure } from '../../../domain/failure.ts'
import type { StoredJob } from '../../store/repositories/jobs.ts'
import type { Store } from '../../store/store.ts'
import { type IngestPayload, labelOf } from './add-paths.ts'
import { readWebAddress } from './web-address.ts'

/**
 * Makes a job that fetches pages of the web. An address that is given twice is one page.
 *
 * @throws Failure LIBRARY_NOT_FOUND, URL_UNSUPPORTED, DISK_FULL
 */
export async function addUrls(store: Store, input: { library: string; urls: readonly string[] }): Promise<StoredJob> {
  const { id: library } = await store.read('libraries.get', { library: input.library })
  const pages = input.urls.map((url) => {
    const page = readWebAddress(url)
    if (page === null) throw new Failure('URL_UNSUPPORTED', { url })
    return page
  })
  const payload: IngestPayload = { version: 1, format: 'files', roots: [] }
  return store.write('jobs.create', {
    kind: 'ingest',
    library,
    label: labelOfPages(pages.map(({ name }) => name)),
    payload: JSON.stringify(payload),
    listing: false,
    items: pages.map(({ uri, name }) => ({
      name,
      uri,
      source: { kind: 'url' as const, url: uri },
      bytes: 0,
      modifiedAt: null,
    })),
    now: Date.now(),
  })
}

/** Whole names, because the host is what a person knows an address by. */
function labelOfPages(names: readonly string[]): string {
  const [only] = names
  return names.length === 1 && only !== undefined ? only : labelOf(names.map((name) => name.split('/', 1)[0] ?? name))
}
