import { globSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { findChromium } from '../../build/launch/chromium.mjs'
import { type Host, startHost } from '../e2e/support/host.ts'
import { runKillTrial } from '../support/kill-trial.ts'
import { writeMixedFiles } from '../support/mixed-files.ts'
import { mountSmallDisk } from '../support/small-disk.ts'

const files = 5_000
const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
const realDocuments = join(import.meta.dirname, '../../../shared/data/documents')

const Job = z.object({
  id: z.string(),
  state: z.string(),
  progress: z.object({ total: z.int(), ready: z.int(), failed: z.int() }),
})
const Listed = z.object({ total: z.int(), items: z.array(z.object({ name: z.string() })) })

it('LIB-3.kill: 5,000 files of all formats through 50 kills, a full disk and a clock that steps back', async () => {
  const mounted = mountSmallDisk({ megabytes: 1_500, freeBytes: 40_000_000 })
  if (typeof mounted === 'string') console.log(`many files: ${mounted}; the trial goes on without one`)
  using disk = typeof mounted === 'string' ? null : mounted
  console.log(`many files: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const trial = await runKillTrial({
    ...{ kills: 50, files, seed, clockSteps: true },
    ...(disk === null ? {} : { disk }),
  })
  const { kills, killsAtStart, killsByQuarter, fullDisks, rounds, seconds } = trial
  console.log(
    `many files: ${kills} kills (${killsAtStart} while starting; by quarter of the work ${killsByQuarter.join(', ')}), ` +
      `${fullDisks} times a full disk, ${rounds.length} ingestions, ${seconds} s`,
  )
  for (const { job, check, notFound, mostAttempts } of rounds) {
    console.log(
      `many files: ${check.documents} documents (${check.ready} ready, ${check.failed} refused), ${check.chunks} chunks, ` +
        `${check.problems.length} problems, ${notFound.length} not found, most starts of one file ${mostAttempts}`,
    )
    expect(check.problems).toEqual([])
    expect(notFound).toEqual([])
    expect(job).toMatchObject({ state: 'completed', total: files, unchanged: 0 })
    expect(check.documents).toBe(files)
  }
  expect(kills).toBe(50)
  if (disk !== null) expect(fullDisks).toBeGreaterThan(0)
})

it('LIB-3.progress: 5,000 files are read beside a page that is used, and the host keeps nothing open', async (test) => {
  const executablePath = findChromium()
  if (executablePath === undefined) return test.skip('there is no Chromium')
  const folder = mkdtempSync(join(tmpdir(), 'diwan-many-'))
  await writeMixedFiles({ folder, count: files, seed, realDocuments })
  const host = await startHost()
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } })
    await page.addInitScript(watchLongTasks)
    const { id: library } = z.object({ id: z.string() }).parse(await host.call('POST', '/libraries', { name: 'many' }))
    await page.goto(host.url)
    await page.getByRole('main').getByRole('heading', { level: 2 }).waitFor()
    await page.goto(`${host.address}/#/libraries/${library}`)
    await page.getByRole('button', { name: 'Add', exact: true }).waitFor()
    await page.evaluate(() => Reflect.set(globalThis, 'longTasks', []))

    const started = Job.parse(await host.call('POST', `/libraries/${library}/imports`, { paths: [folder] }))
    const job = await leafThrough(page, host, started.id)
    const longTasks = z.array(z.number()).parse(await page.evaluate(() => Reflect.get(globalThis, 'longTasks')))
    const worst = Math.max(0, ...longTasks)
    console.log(
      `many files: ${job.progress.ready} ready, ${job.progress.failed} refused; ` +
        `${longTasks.length} tasks of the page over 50 ms, the longest ${Math.round(worst)} ms`,
    )
    expect(job).toMatchObject({ state: 'completed', progress: { total: files } })
    const listed = Listed.parse(await host.call('GET', `/libraries/${library}/documents?limit=1`))
    expect(listed.total).toBe(files)
    expect(openFiles(host).filter((path) => path.startsWith(folder) || path.includes('/blobs/'))).toEqual([])
    // Uploads and attachments on their way; the folder is made with the first of them.
    expect(globSync('blobs/incoming/*', { cwd: host.dataFolder })).toEqual([])
  } finally {
    await browser.close()
    await host.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Runs in the page: keeps the length of every task that held the main thread over 50 ms. */
function watchLongTasks(): void {
  Reflect.set(globalThis, 'longTasks', [])
  new PerformanceObserver((list) => {
    const tasks = Reflect.get(globalThis, 'longTasks') as number[]
    for (const { duration } of list.getEntries()) tasks.push(duration)
  }).observe({ type: 'longtask' })
}

/** A person who looks through the list while it grows, until the job has ended. */
async function leafThrough(page: Page, host: Host, jobId: string): Promise<z.infer<typeof Job>> {
  const deadline = performance.now() + 15 * 60_000
  for (let turn = 0; performance.now() < deadline; turn++) {
    const job = Job.parse(await host.call('GET', `/jobs/${jobId}`))
    if (!['queued', 'running'].includes(job.state)) return job
    await page.mouse.move(700, 500)
    await page.mouse.wheel(0, turn % 8 === 7 ? -4_000 : 600)
    await page.waitForTimeout(250)
  }
  throw new Error('the job has not ended within a quarter of an hour')
}

/** Paths that the host's process has open. */
function openFiles(host: Host): string[] {
  const { pid } = z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(host.dataFolder, 'host.json'), 'utf8')))
  return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${name}`)
    } catch {
      return [] // closed meanwhile
    }
  })
}
