import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { z } from 'zod'
import { findChromium } from '../../build/launch/chromium.mjs'
import { startHost } from '../e2e/support/host.ts'
import { type Figure, median, percentile } from './figure.ts'

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
export async function pageFigures(): Promise<Figure[]> {
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
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('there is no Chromium to measure the page in')
  await using host = disposable(await startHost(), (started) => started.stop())
  const library = await fillLibrary(host.value)
  await using browser = disposable(
    await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }),
    (launched) => launched.close(),
  )
  const page = await browser.value.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(host.value.url)
  await page.goto(`${host.value.address}/#/libraries/${library}`)
  await page.getByText('Record 00000').waitFor()
  const measured: PageScroll[] = []
  for (let run = 0; run < runs; run += 1) {
    await page.locator('[data-scroller=documents]').evaluate((scroller) => scroller.scrollTo(0, 0))
    await page.waitForTimeout(500)
    await browser.value.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] })
    await scroll(page)
    measured.push(readTrace(await browser.value.stopTracing()))
  }
  return measured
}

async function fillLibrary(host: Awaited<ReturnType<typeof startHost>>): Promise<string> {
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

const TraceEvent = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds. */
  ts: z.number().optional(),
  dur: z.number().optional(),
  /** The part of `dur` in which the thread had a processor: what is left when the machine does other work too. */
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
})
const Trace = z.object({ traceEvents: z.array(TraceEvent) })

/** Sums, frame by frame, the tasks of the renderer's main thread that painted the page. */
function readTrace(buffer: Buffer): PageScroll {
  const { traceEvents } = Trace.parse(JSON.parse(buffer.toString('utf8')))
  const mainThreads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const thread = mainThreads
    .map(({ pid, tid }) => traceEvents.filter((event) => event.pid === pid && event.tid === tid))
    .toSorted((left, right) => right.length - left.length)[0]
  if (thread === undefined) throw new Error('the trace names no main thread')
  // Each frame ends with its layers; what runs from there to the next one's end is that frame's work.
  const frames = thread.flatMap(({ name, ts }) => (name === 'Layerize' && ts !== undefined ? [ts] : []))
  const tasks = outermost(thread.filter(({ name }) => name === 'ThreadControllerImpl::RunTask'))
  frames.sort((left, right) => left - right)
  if (frames.length < 60 || tasks.length === 0) throw new Error(`the trace holds ${frames.length} frames only`)
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

/** All in microseconds. */
type Task = { start: number; end: number; worked: number }

/** Tasks that run inside others are counted with those. */
function outermost(events: readonly z.infer<typeof TraceEvent>[]): readonly Task[] {
  const tasks = events
    .map(({ ts = 0, dur = 0, tdur }) => ({ start: ts, end: ts + dur, worked: tdur ?? dur }))
    .toSorted((left, right) => left.start - right.start)
  let covered = 0
  return tasks.filter((task) => {
    const outer = task.start >= covered
    covered = Math.max(covered, task.end)
    return outer
  })
}

function disposable<Value>(value: Value, dispose: (value: Value) => Promise<void>) {
  return { value, [Symbol.asyncDispose]: () => dispose(value) }
}

if (import.meta.main) console.table(await measurePageScroll())
