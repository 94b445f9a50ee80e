import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openTestIngest, outcomesOf } from '../support/ingest.ts'
import { mail } from '../support/mail.ts'
import { checkStore } from '../support/store-check.ts'
import { zip } from '../support/zip.ts'

const script = join(import.meta.dirname, '../support/ingest-child.ts')
/** Milliseconds of work after which each process is killed. */
const kills = [5, 60, 150, 250, 400, 600]

/** Runs until killed, or to its end without `milliseconds`. */
function run(args: readonly string[], milliseconds: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.once('data', () => {
      if (milliseconds !== null) setTimeout(() => child.kill('SIGKILL'), milliseconds)
    })
    child.once('error', reject)
    child.once('close', () => resolve())
  })
}

function writeContainers(folder: string): string[] {
  const texts = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${name}/${index}.txt`,
      data: `The ${name} has number ${index}.`,
    }))
  const inner = zip(texts('inner', 20))
  writeFileSync(join(folder, 'a.zip'), zip([...texts('outer', 40), { name: 'b.zip', data: inner }]))
  const attachments = Array.from({ length: 10 }, (_, index) => ({
    name: `${index}.txt`,
    type: 'text/plain',
    content: `Attachment ${index}.`,
  }))
  for (const name of ['one', 'two', 'three']) {
    writeFileSync(join(folder, `${name}.eml`), mail({ subject: name, text: 'See the files.', attachments }))
  }
  return [
    ...texts('outer', 40).map(({ name }) => `a.zip/${name}`),
    ...texts('inner', 20).map(({ name }) => `a.zip/b.zip/${name}`),
    ...['one', 'two', 'three'].flatMap((name) => [
      `${name}.eml`,
      ...attachments.map((attachment) => `${name}.eml/${attachment.name}`),
    ]),
  ]
}

it('LIB-3.kill: kills while archives and mails unfold lose none of their files and make none twice', async () => {
  const root = mkdtempSync(join(tmpdir(), 'diwan-unfold-kill-'))
  const dataFolder = join(root, 'data')
  const folder = join(root, 'files')
  mkdirSync(folder)
  const key = randomBytes(32)
  try {
    const expected = writeContainers(folder)
    const args = [dataFolder, key.toString('hex'), folder]
    for (const milliseconds of kills) await run(args, milliseconds)
    await run(args, null)
    expect(checkStore({ dataFolder, key })).toMatchObject({ problems: [], documents: expected.length, failed: 0 })
    await using rooms = await openTestIngest({ dataFolder, key })
    const { items } = await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })
    const outcomes = await outcomesOf(rooms, items[0]?.id ?? '')
    expect(Object.keys(outcomes).sort()).toEqual([...expected, 'a.zip', 'a.zip/b.zip'].sort())
    expect(items[0]?.progress).toMatchObject({ total: expected.length + 2, ready: expected.length + 2, failed: 0 })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}, 180_000)
