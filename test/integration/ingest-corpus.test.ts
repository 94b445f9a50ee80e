import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { importPaths, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { shareIngest } from '../support/shared-ingest.ts'

const cranfield = join(import.meta.dirname, '../../../shared/data/retrieval/cranfield')
const shared = shareIngest()
let rooms: TestIngest
let folder: string
beforeEach(() => {
  ;({ rooms, folder } = shared)
})

async function ingestCorpus(path = folder) {
  const { id } = await importPaths(rooms, [path], { format: 'beir' })
  return { job: await waitForJob(rooms, id), outcomes: await outcomesOf(rooms, id) }
}

async function document(name: string) {
  const page = { library: 'docs', text: name, sort: 'name', order: 'ascending', offset: 0, limit: 500 } as const
  const found = (await rooms.store.read('documents.list', page)).items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`no document ${name}`)
  return found
}

describe('a public retrieval test set', () => {
  it('becomes one document a line, under the id that its judgements use', async () => {
    const lines = readFileSync(join(cranfield, 'corpus.jsonl'), 'utf8').trim().split('\n')
    const records = lines.map((line) => JSON.parse(line) as { _id: string; title: string; text: string })
    const empty = records.filter(({ title, text }) => title.trim() === '' && text.trim() === '').map(({ _id }) => _id)
    const { job, outcomes } = await ingestCorpus(cranfield)
    expect(job.progress).toMatchObject({
      total: records.length,
      ready: records.length - empty.length,
      failed: empty.length,
    })
    expect(outcomes).toEqual(
      Object.fromEntries(records.map(({ _id }) => [_id, empty.includes(_id) ? 'FILE_EMPTY' : 'ready'])),
    )
    const first = records[0]
    if (first === undefined) throw new Error('no record')
    const read = await document(first._id)
    expect(read).toMatchObject({ type: 'record', state: 'ready', pages: null })
    const original = JSON.parse(await (await rooms.ingest.readOriginal(read)).text()) as unknown
    expect(original).toEqual(first)
  })

  it('keeps what a record says beside its text, and reads it again when that changes', async () => {
    // Would catch: metadata that is lost, a value that is no text and refuses the record, a change that nobody notices.
    const line = (year: number) =>
      JSON.stringify({
        _id: 'a',
        text: 'Words.',
        metadata: { year, url: 'https://example.org/a', tags: ['x'], none: null },
      })
    writeFileSync(join(folder, 'corpus.jsonl'), line(1968))
    await ingestCorpus()
    expect((await document('a')).properties).toEqual({ year: '1968', url: 'https://example.org/a' })
    writeFileSync(join(folder, 'corpus.jsonl'), line(1969))
    await ingestCorpus()
    const again = await document('a')
    expect(again.properties).toMatchObject({ year: '1969' })
    expect(await (await rooms.ingest.readOriginal(again)).text()).toBe(line(1969))
  })

  it('with bad lines loses those alone, and reads what it can', async () => {
    writeFileSync(
      join(folder, 'corpus.jsonl'),
      Buffer.concat([
        Buffer.from('{"_id": "a", "title": "First", "text": "Words of the first."}\r\n'),
        Buffer.from('\n   \nnot json\n'),
        Buffer.from('{"title": "without an id"}\n[1, 2]\n'),
        Buffer.concat([Buffer.from('{"_id": "latin", "text": "caf'), Buffer.from([0xe9]), Buffer.from('"}\n')]),
        Buffer.from('{"_id": 7, "id": null, "text": "A number as id.", "metadata": {}}\n'),
        Buffer.from('{"id": "plain", "text": "A set that writes id."}\n'),
        Buffer.from('{"_id": "a", "text": "The same id again."}\n'),
        Buffer.from('{"_id": "x/../#?%", "text": "Odd id."}\n'),
        Buffer.from('{"_id": "none", "title": "", "text": ""}\n'),
        Buffer.from('{"_id": "last", "title": "No line end", "text": null}'),
      ]),
    )
    const { outcomes } = await ingestCorpus()
    expect(outcomes).toEqual({
      '7': 'ready',
      a: 'ready',
      'corpus.jsonl:4': 'FILE_DAMAGED',
      'corpus.jsonl:5': 'FILE_DAMAGED',
      'corpus.jsonl:6': 'FILE_DAMAGED',
      'corpus.jsonl:7': 'FILE_DAMAGED',
      last: 'ready',
      none: 'FILE_EMPTY',
      plain: 'ready',
      'x/../#?%': 'ready',
    })
    const { id: documentId } = await document('a')
    const content = await rooms.store.read('documents.content', { documentId, fromBlock: 0, limit: 100 })
    expect(content.text).toContain('Words of the first.')
    expect(await (await rooms.ingest.readOriginal(await document('x/../#?%'))).text()).toContain('Odd id.')
  })

  it('again reads only the lines that have changed', async () => {
    const write = (second: string) =>
      writeFileSync(join(folder, 'corpus.jsonl'), `{"_id":"1","text":"One."}\n{"_id":"2","text":"${second}"}\n`)
    write('Two.')
    await ingestCorpus()
    write('Two, longer.')
    expect((await ingestCorpus()).outcomes).toEqual({ '1': 'unchanged', '2': 'ready' })
  })

  it('that was rewritten while its job waited is told by line, never read wrongly', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => JSON.stringify({ _id: `${index}`, text: `Text ${index}.` }))
    writeFileSync(join(folder, 'corpus.jsonl'), `${lines.join('\n')}\n`)
    const job = await rooms.ingest.importPaths({ library: 'docs', paths: [folder], format: 'beir' })
    // Its lines are known, as after a pause; then the file gets a line at its front.
    let offset = 0
    const items = lines.map((line, index) => {
      const source = { kind: 'line' as const, path: join(folder, 'corpus.jsonl'), offset, length: line.length }
      offset += line.length + 1
      return { name: `${index}`, uri: `test:${index}`, source, bytes: line.length, modifiedAt: null }
    })
    await rooms.store.write('jobs.addItems', { jobId: job.id, items })
    await rooms.store.write('jobs.endListing', { jobId: job.id })
    writeFileSync(join(folder, 'corpus.jsonl'), `{"_id":"new","text":"In front."}\n${lines.join('\n')}\n`)
    rooms.queue.wake()
    await waitForJob(rooms, job.id)
    expect(new Set(Object.values(await outcomesOf(rooms, job.id)))).toEqual(new Set(['FILE_CHANGED']))
  })
})
