import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Document } from '../../contract/document.ts'
import { type OpenExternally, openDocument } from './open-document.ts'

let folder: string
let opened: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diwan-open-document-'))
  opened = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const openExternally: OpenExternally = async (path) => {
  opened.push(path)
  return path.endsWith('.sh') ? 'refused' : 'opened'
}

const open = (uri: string, opener: OpenExternally | null = openExternally) =>
  openDocument({ id: 'd', uri } as Document, { openExternally: opener, dataFolder: folder })

test('a file of the person opens by its path; what is no file of its own, or may not be opened, says why', async () => {
  // Would catch: a member of an archive for which the archive opens, an upload that is unpacked onto the disk.
  const elsewhere = await mkdtemp(join(tmpdir(), 'diwan-opened-'))
  const path = join(elsewhere, 'a report.pdf')
  await writeFile(path, '%PDF-1.4')
  const uri = pathToFileURL(path).href
  await expect(open(uri)).resolves.toEqual({ id: 'd' })
  expect(opened).toEqual([path])

  const refused = (reason: string) => ({ code: 'OPEN_UNSUPPORTED', data: { documentId: 'd', reason } })
  await expect(open(`${uri}!/inner.pdf`)).rejects.toMatchObject(refused('no-file'))
  await expect(open(`${uri}#record-1`)).rejects.toMatchObject(refused('no-file'))
  await expect(open('upload:report.pdf')).rejects.toMatchObject(refused('no-file'))
  await expect(open('https://example.org/')).rejects.toMatchObject(refused('no-file'))
  await expect(open(uri, null)).rejects.toMatchObject(refused('no-screen'))
  await expect(open(uri, async () => 'no-program')).rejects.toMatchObject(refused('no-screen'))
  await writeFile(join(elsewhere, 'run.sh'), 'true')
  await expect(open(pathToFileURL(join(elsewhere, 'run.sh')).href)).rejects.toMatchObject(refused('refused'))
  await expect(open(pathToFileURL(join(elsewhere, 'gone.pdf')).href)).rejects.toMatchObject({
    code: 'ORIGINAL_UNAVAILABLE',
    data: { reason: 'missing' },
  })
  await rm(elsewhere, { recursive: true })
})

test("nothing of Diwan's own data folder is opened", async () => {
  // Would catch: the key file shown in an editor because a document of the library points there.
  await writeFile(join(folder, 'key.json'), '{}')
  await expect(open(pathToFileURL(join(folder, 'key.json')).href)).rejects.toMatchObject({
    data: { reason: 'refused' },
  })
  expect(opened).toEqual([])
})
