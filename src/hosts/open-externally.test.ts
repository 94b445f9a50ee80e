import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isHarmlessToOpen, type OpenOutcome, withOpenPolicy } from './open-externally.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'diwan-open-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('documents may be opened; what some desktop would run may not', () => {
  // Would catch: a click on a source that starts a program which came in with a folder of documents.
  const documents = ['a.pdf', 'A.PDF', 'notes.md', 'mail.eml', 'picture.png', 'main.rs']
  const programs = [
    'run.sh',
    'run.exe',
    'run.bat',
    'run.js',
    'run.py',
    'run.desktop',
    'run.app',
    'run.lnk',
    'a.docm',
    'run',
  ]
  expect(documents.filter((name) => !isHarmlessToOpen(name))).toEqual([])
  expect(programs.filter(isHarmlessToOpen)).toEqual([])
})

test('the file that a link leads to decides, a folder is refused, and what is gone is an error', async () => {
  // Would catch: `report.pdf`, a link to a script; `Report.pdf`, a folder that a desktop takes for a program.
  const opened: string[] = []
  const open = withOpenPolicy(async (path): Promise<OpenOutcome> => {
    opened.push(path)
    return 'opened'
  })
  await writeFile(join(folder, 'run.sh'), 'true')
  await symlink(join(folder, 'run.sh'), join(folder, 'report.pdf'))
  await mkdir(join(folder, 'folder.pdf'))
  await writeFile(join(folder, 'real.pdf'), '%PDF-1.4')
  expect(await open(join(folder, 'report.pdf'))).toBe('refused')
  expect(await open(join(folder, 'folder.pdf'))).toBe('refused')
  expect(await open(join(folder, 'real.pdf'))).toBe('opened')
  expect(opened.map((path) => path.endsWith('real.pdf'))).toEqual([true])
  await expect(open(join(folder, 'gone.pdf'))).rejects.toMatchObject({ code: 'ENOENT' })
})
