import { expect, test } from 'vitest'
import { addDocuments, createLibrary, openTestStore, type TestStore } from '../../../../test/support/library.ts'
import type { JobItemState } from '../../../contract/jobs.ts'

const day = 24 * 60 * 60 * 1_000

function item(name: string) {
  return {
    name,
    uri: `file:///${name}`,
    source: { kind: 'path' as const, path: `/${name}` },
    bytes: 5,
    modifiedAt: null,
  }
}

async function create({ store }: TestStore, label: string, now: number): Promise<string> {
  const items = [item('a.md'), item('b.md')]
  const job = { kind: 'ingest' as const, library: 'docs', label, payload: '{}', listing: false, items, now }
  return (await store.write('jobs.create', job)).id
}

/** Ends a job as completed, with nothing read. */
async function complete({ store }: TestStore, jobId: string, now: number): Promise<void> {
  await store.write('jobs.claim', { now })
  const results = [1, 2].map((ordinal) => ({
    item: { jobId, ordinal },
    outcome: 'refused' as const,
    error: 'FILE_EMPTY' as const,
    detail: null,
    original: null,
  }))
  await store.write('ingestion.settle', { results, now })
  await store.write('jobs.complete', { jobId, now })
}

async function labels({ store }: TestStore): Promise<string[]> {
  const { items } = await store.read('jobs.list', { offset: 0, limit: 500, unfinished: false })
  return items.map(({ label }) => label)
}

test('of ended jobs the newest hundred are kept, for thirty days; one that has not ended is always', async () => {
  await using opened = await openTestStore()
  await createLibrary(opened.store, 'docs')
  await complete(opened, await create(opened, 'old', 0), 0)
  const waiting = await create(opened, 'waiting', 0)
  await opened.store.write('jobs.pause', { jobId: waiting })
  for (let index = 0; index < 103; index++) {
    const now = 31 * day + index
    await complete(opened, await create(opened, `${index}`, now), now)
  }
  await create(opened, 'last', 32 * day)
  const newest = Array.from({ length: 100 }, (_, index) => `${102 - index}`)
  expect(await labels(opened)).toEqual(['last', ...newest, 'waiting'])

  await create(opened, 'much later', 90 * day)
  expect(await labels(opened)).toEqual(['much later', 'last', 'waiting'])
})

test('unchanged files of a completed job are only counted once the next is made', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  await createLibrary(store, 'docs')
  const statesOf = async (jobId: string): Promise<JobItemState[]> =>
    (await store.read('jobItems.list', { jobId, offset: 0, limit: 9 })).items.map(({ state }) => state)

  const [documentId = ''] = await addDocuments(store, 'docs', [{ name: 'a.md', text: 'Words', contentHash: 'a' }])
  const jobId = await create(opened, 'again', 1)
  await store.write('jobs.claim', { now: 1 })
  const results = [1, 2].map((ordinal) => ({
    ...{ item: { jobId, ordinal }, outcome: 'unchanged' as const, documentId },
    ...{ contentHash: 'a', bytes: 5, modifiedAt: null },
  }))
  await store.write('ingestion.settle', { results, now: 1 })
  await create(opened, 'beside it', 1)
  // While it runs its listing may find them again.
  expect(await statesOf(jobId)).toEqual(['unchanged', 'unchanged'])
  await store.write('jobs.complete', { jobId, now: 1 })
  expect(await statesOf(jobId)).toEqual(['unchanged', 'unchanged'])
  await create(opened, 'next', 2)
  expect(await statesOf(jobId)).toEqual([])
  expect(await store.read('jobs.get', { jobId })).toMatchObject({ state: 'completed', total: 2, unchanged: 2 })
})
