import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { untilEqual, untilSettled } from '../support/folder-checks.ts'
import { chunkIds, documentsOf, filesIn, openTestFolders, type TestFolders } from '../support/folder-rooms.ts'
import { createFolderStorm, type FolderStorm } from '../support/folder-storm.ts'
import { checkStore } from '../support/store-check.ts'

const script = join(import.meta.dirname, '../support/folder-child.ts')
const changes = 2_000
/** Changes in a row that a running engine sees, a stopped one does not, and one that is killed half sees. */
const stretch = 50

/** A process that follows the folder, and dies by SIGKILL at a random moment of the changes. */
async function changeAndKill(storm: FolderStorm, parameters: string[], random: () => number): Promise<void> {
  const child = spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (data: Buffer) => {
    errors += data
  })
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.on('close', (code, signal) => resolve(signal ?? code))
  })
  const started = new Promise((resolve) => child.stdout.once('data', resolve))
  // One in four dies while it starts.
  if (random() < 0.75) await Promise.race([started, ended])
  const killAt = random() * stretch
  for (let change = 0; change < stretch; change++) {
    if (change >= killAt) child.kill('SIGKILL')
    storm.change()
    await delay(random() * 60)
  }
  child.kill('SIGKILL')
  expect([await ended, errors]).toEqual(['SIGKILL', ''])
}

it('LIB-4.rename: after a storm of 2,000 changes, with stops and kills, the library is the folder exactly', async () => {
  const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
  console.log(`folder storm: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const root = mkdtempSync(join(tmpdir(), 'diwan-storm-'))
  const [folder, dataFolder, key] = [join(root, 'papers'), join(root, 'data'), randomBytes(32)]
  const random = seededRandom(seed)
  const storm = createFolderStorm({ folder, files: 300, random })
  const start = performance.now()
  const stretches = { running: 0, stopped: 0, killed: 0 }
  try {
    const first = await openTestFolders({ dataFolder, key })
    await first.folders.bind({ library: 'docs', path: folder })
    await untilEqual(first, folder, 120_000)
    const before = await remember(first)
    await first.close()

    for (let made = 0; made < changes; made += stretch) {
      const kind = (['running', 'stopped', 'killed'] as const)[Math.floor(random() * 3)] ?? 'running'
      stretches[kind] += 1
      if (kind === 'killed') await changeAndKill(storm, [dataFolder, key.toString('hex'), folder], random)
      else {
        const rooms = kind === 'running' ? await openTestFolders({ dataFolder, key }) : null
        for (let change = 0; change < stretch; change++) {
          storm.change()
          if (rooms !== null) await delay(random() * 60)
        }
        await rooms?.close()
      }
    }

    const rooms = await openTestFolders({ dataFolder, key })
    const [bound] = await rooms.folders.list('docs')
    await untilEqual(rooms, folder, 300_000)
    await untilSettled(rooms, bound?.id ?? '')
    await untilEqual(rooms, folder)
    const after = await remember(rooms)
    await rooms.close()
    const moved = [...storm.onlyMoved()]
    console.log(
      `folder storm: ${changes} changes in ${Math.round((performance.now() - start) / 1_000)} s, stretches of ${stretch}: ` +
        `${JSON.stringify(stretches)}; ${Object.keys(filesIn(folder)).length} files left, ${moved.length} only moved; ` +
        JSON.stringify(storm.counts()),
    )
    // Would catch a rename that is read as a deletion and an addition, or that cuts its text anew.
    expect(moved.map((hash) => after.get(hash))).toEqual(moved.map((hash) => before.get(hash)))
    expect(checkStore({ dataFolder, key }).problems).toEqual([])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
})

/** Document and chunks by content. */
async function remember(rooms: TestFolders): Promise<Map<string | null, { id: string; chunks: number[] }>> {
  const documents = [...(await documentsOf(rooms)).values()]
  return new Map(
    await Promise.all(
      documents.map(async ({ contentHash, id }) => [contentHash, { id, chunks: await chunkIds(rooms, id) }] as const),
    ),
  )
}
