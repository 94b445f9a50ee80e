import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { writeMixedFiles } from '../support/mixed-files.ts'
import type { Figure } from './figure.ts'
import { readMainThread, type Task, taskCategories } from './main-thread.ts'
import { openPage } from './open-page.ts'

const files = 1_000
const seed = 20_261_121
const realDocuments = join(import.meta.dirname, '../../../shared/data/documents')
/** Milliseconds from which a person feels that the page does not answer. */
const long = 50

const Job = z.object({ id: z.string(), state: z.string() })

/**
 * Tasks of the page's main thread while files of all formats are read into the library on screen and a person leafs
 * through it. Milliseconds; `work` is the time for which the thread had a processor, `wall` also what others took from it.
 */
export type PageIngestion = {
  tasks: number
  longestWork: number
  longWork: number
  longestWall: number
  longWall: number
}

export async function ingestionFigures(): Promise<Figure[]> {
  const { longestWork, longWork, longestWall, longWall } = await measurePageIngestion()
  const figure = (name: string, value: number, rest: Pick<Figure, 'unit' | 'target'>): Figure => {
    return { name: `page: ${name}`, value, ...rest, cpu: null, runs: [value] }
  }
  return [
    figure('longest main-thread task while 1,000 files are read', longestWork, {
      unit: 'ms',
      target: { atMost: long },
    }),
    figure('such tasks over 50 ms', longWork, { unit: 'tasks', target: { atMost: 0 } }),
    figure('the longest with waiting for a processor', longestWall, { unit: 'ms', target: null }),
    figure('such tasks over 50 ms with waiting for a processor', longWall, { unit: 'tasks', target: null }),
  ]
}

export async function measurePageIngestion(): Promise<PageIngestion> {
  const folder = await mkdtemp(join(tmpdir(), 'diwan-page-ingestion-'))
  try {
    await writeMixedFiles({ folder, count: files, seed, realDocuments })
    await using opened = await openPage()
    const { host, browser, page } = opened
    const library = await host.addLibrary('mixed', [])
    await page.goto(`${host.address}/#/libraries/${library}`)
    await page.getByRole('button', { name: 'Add', exact: true }).waitFor()
    await browser.startTracing(page, { categories: taskCategories })
    let job = Job.parse(await host.call('POST', `/libraries/${library}/imports`, { paths: [folder] }))
    for (let turn = 0; ['queued', 'running'].includes(job.state); turn += 1) {
      await page.mouse.move(700, 500)
      await page.mouse.wheel(0, turn % 8 === 7 ? -4_000 : 600)
      await page.waitForTimeout(250)
      job = Job.parse(await host.call('GET', `/jobs/${job.id}`))
    }
    if (job.state !== 'completed') throw new Error(`the import ended as ${job.state}`)
    return summarise(readMainThread(await browser.stopTracing()).tasks)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function summarise(tasks: readonly Task[]): PageIngestion {
  const work = tasks.map(({ worked }) => worked / 1_000)
  const wall = tasks.map(({ start, end }) => (end - start) / 1_000)
  const countLong = (lengths: readonly number[]) => lengths.filter((length) => length > long).length
  return {
    tasks: tasks.length,
    longestWork: Math.max(...work),
    longWork: countLong(work),
    longestWall: Math.max(...wall),
    longWall: countLong(wall),
  }
}

if (import.meta.main) console.table([await measurePageIngestion()])
