import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Host } from '../e2e/support/host.ts'
import { type Figure, median, percentile } from './figure.ts'
import { frameCategories, readMainThread, type Task } from './main-thread.ts'
import { openPage } from './open-page.ts'

const documents = 10_000
const runs = 3
/** Pixels a second: a fast flick through a long list, some 90 rows a second. */
const speed = 4_000
const distance = 20_000

/**
 * Milliseconds of main-thread work between two frames while a library of 10,000 documents is scrolled. Work is the time
 * for which the thread had a processor; `wall` also counts what other programs took from it.
 */
export type PageScroll = { frames: number; median: number; p95: number; wallMedian: number; wallP95: number }

/** The figures of the bench: the 95th frame of 100 is what a person sees as a stutter. */
export async function scrollFigures(): Promise<Figure[]> {
  const measured = await measurePageScroll()
  const figure = (name: string, pick: (run: PageScroll) => number, target: Figure['target']): Figure => {
    const values = measured.map(pick)
    return { name, unit: 'ms', value: median(values), target, cpu: null, runs: values }
  }
  const target = { atMost: 8 }
  return [
    figure('page: main-thread work a frame, 10,000 documents, median', (run) => run.median, target),
    figure('page: main-thread work a frame, 10,000 documents, p95', (run) => run.p95, target),
    figure('page: the same with waiting for a processor, median', (run) => run.wallMedian, null),
    figure('page: the same with waiting for a processor, p95', (run) => run.wallP95, null),
  ]
}

/** Scrolls the library in a real Chromium against the real host, several times, and reads Chromium's own trace. */
export async function measurePageScroll(): Promise<readonly PageScroll[]> {
  await using opened = await openPage()
  const { host, browser, page } = opened
  const library = await fillLibrary(host)
  await page.goto(`${host.address}/#/libraries/${library}`)
  await page.getByText('Record 00000').waitFor()
  const measured: PageScroll[] = []
  for (let run = 0; run < runs; run += 1) {
    await page.locator('[data-scroller=documents]').evaluate((scroller) => scroller.scrollTo(0, 0))
    await page.waitForTimeout(500)
    await browser.startTracing(page, { categories: frameCategories })
    await scroll(page)
    measured.push(readFrames(await browser.stopTracing()))
  }
  return measured
}

async function fillLibrary(host: Host): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'diwan-scroll-'))
  const lines = Array.from({ length: documents }, (_, index) => {
    const name = String(index).padStart(5, '0')
    return JSON.stringify({ _id: `d${name}`, title: `Record ${name}`, text: `Sentence number ${index} of the corpus.` })
  })
  await writeFile(join(folder, 'corpus.jsonl'), `${lines.join('\n')}\n`)
  const library = await host.addLibrary('corpus', [folder], 'beir')
  await rm(folder, { recursive: true })
  return library
}

/** The browser's own gesture: it goes through the compositor like a finger on a touchpad. */
async function scroll(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.synthesizeScrollGesture', { x: 900, y: 600, yDistance: -distance, speed })
  await devtools.detach()
}

/** Sums, frame by frame, the tasks of the renderer's main thread that painted the page. */
function readFrames(trace: Buffer): PageScroll {
  const { tasks, frames } = readMainThread(trace)
  if (frames.length < 60) throw new Error(`the trace holds ${frames.length} frames only`)
  const perFrame = (measure: (task: Task) => number) =>
    frames.slice(0, -1).map((start, index) => {
      const end = frames[index + 1] ?? start
      // A task that a frame ends in is split between the two by time.
      const parts = tasks.map((task) => {
        const shared = Math.max(0, Math.min(task.end, end) - Math.max(task.start, start))
        return shared === 0 ? 0 : (measure(task) * shared) / (task.end - task.start)
      })
      return parts.reduce((sum, part) => sum + part, 0) / 1_000
    })
  const work = perFrame(({ worked }) => worked)
  const wall = perFrame(({ start, end }) => end - start)
  return {
    frames: work.length,
    median: median(work),
    p95: percentile(work, 95),
    wallMedian: median(wall),
    wallP95: percentile(wall, 95),
  }
}

if (import.meta.main) console.table(await measurePageScroll())
