import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { code, letter, sales } from './documents.ts'
import type { Host } from './host.ts'

const samples = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))

const Documents = z.object({ items: z.array(z.object({ id: z.string() })) })
const Folder = z.object({ id: z.string(), state: z.string(), files: z.object({ waiting: z.int() }) })

/** The libraries of a host in which every view has something to show, by what each is for. */
export type FullHost = { household: string; notes: string; away: string; empty: string; remove(): Promise<void> }

/** Fills a host: every kind of document, refused files, tags, a trash, an erasure, folders that wait and that are gone. */
export async function fillHost(host: Host): Promise<FullHost> {
  const folder = await mkdtemp(join(tmpdir(), 'diwan-full-'))
  const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text)
  await write('letter.eml', letter)
  await write('steps.py', code)
  await write('sales.csv', sales)
  await write('العقد.md', arabic)
  await write('empty.txt', '')
  await write(
    'backup.bin',
    new Uint8Array(4_000).map((_, index) => (index * 73) % 256),
  )
  await write('broken.pdf', '%PDF-1.7 and no more')
  await write(
    'a-very-long-file-name-that-a-scanner-made-2026-11-21T10-15-00-page-0001-of-0001-final-version.md',
    '# Scan\n\nOne page.',
  )
  const household = await host.addLibrary('Household', [folder, join(samples, 'documents'), join(fixtures, 'scans')])
  const named = async (name: string) => {
    const { items } = Documents.parse(await host.call('GET', `/libraries/${household}/documents?text=${name}&limit=1`))
    return items.map(({ id }) => id)
  }
  const tag = async (name: string, add: readonly string[]) =>
    host.call('POST', '/documents/tag', { selection: { documentIds: await named(name) }, add })
  await tag('letter', ['lease', 'home'])
  await tag('sales', ['money'])
  await host.call('POST', '/documents/trash', {
    selection: { documentIds: [...(await named('testRTF')), ...(await named('testHTML'))] },
  })
  await host.call('POST', '/documents/erase', { selection: { documentIds: await named('testMARKDOWN') } })
  const followed = await mkdtemp(join(tmpdir(), 'diwan-followed-'))
  return {
    household,
    ...(await followFolders(host, followed)),
    empty: await host.addLibrary('Nothing yet', []),
    async remove() {
      for (const path of [folder, followed]) await rm(path, { recursive: true, force: true })
    },
  }
}

async function followFolders(host: Host, folders: string): Promise<{ notes: string; away: string }> {
  const follow = async (name: string, review: boolean) => {
    const library = await host.addLibrary(name, [])
    const path = await mkdtemp(join(folders, `${name}-`))
    for (const title of ['one', 'two', 'three'])
      await writeFile(join(path, `${title}.md`), `# ${title}\n\nThe ${title}.`)
    const { id } = Folder.parse(await host.call('POST', `/libraries/${library}/folders`, { path, review }))
    return { library, path, id }
  }
  const until = async (library: string, done: (folder: z.infer<typeof Folder>) => boolean) => {
    for (;;) {
      const [first] = z.array(Folder).parse(await host.call('GET', `/libraries/${library}/folders`))
      if (first !== undefined && done(first)) return
      await wait(100)
    }
  }
  const notes = await follow('Notes', true)
  const away = await follow('Archive', false)
  await until(notes.library, ({ files }) => files.waiting === 3)
  await until(away.library, ({ state }) => state === 'watching')
  await rename(away.path, `${away.path}-unplugged`)
  await host.call('POST', `/folders/${away.id}/reconcile`)
  await until(away.library, ({ state }) => state === 'missing')
  return { notes: notes.library, away: away.library }
}

const arabic = `# عقد الإيجار

يدفع المستأجر مبلغ التأمين، وهو إيجار شهرين، عند توقيع العقد. The deposit is paid to the landlord.

- مدة العقد سنتان
- يجدد تلقائيا

| البند | المبلغ |
|---|---|
| الإيجار | 1200 |
| التأمين | 2400 |
`
