import { join } from 'node:path'
import { findChromium } from '../launch/chromium.mjs'
import { modulesFolder } from '../launch/paths.mjs'
import { childEnvironment, handOver, run } from '../launch/processes.mjs'
import { forgetTestRun, type RunName, readTestRun, resultsFile, resultsVariable, type TestRun } from './results.ts'
import type { Outcome, Skip } from './steps.ts'

const vitest = join(modulesFolder, 'vitest', 'vitest.mjs')
const playwright = join(modulesFolder, '@playwright', 'test', 'cli.js')

/** No suite takes so long, even on a machine that others use too: one that does hangs. */
const hangSeconds = 1_500

interface VitestOptions {
  readonly projects: readonly string[]
  readonly results: RunName
  /** `live` shows what tests print while they run; otherwise it is kept for a failure. */
  readonly live: boolean
}

export async function runVitest({ projects, results, live }: VitestOptions): Promise<Outcome> {
  const args = [
    vitest,
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    `--reporter=${live ? 'verbose' : 'default'}`,
    '--reporter=./test/support/vitest-results.ts',
  ]
  const env = environmentFor(results)
  const ended = live
    ? { ...(await handOver(process.execPath, args, { env })), output: '' }
    : await run(process.execPath, args, { output: 'capture', env, limitSeconds: hangSeconds })
  return outcomeOf(readTestRun(results), ended)
}

/** The projects of the browser whose results are kept under this name, and those that need no Chromium. */
const browserRuns = {
  browser: { chromium: ['e2e'], others: ['electron'] },
  'long-browser': { chromium: ['long'], others: [] },
} as const

/**
 * Browser tests, and with those of each day the desktop smoke test. Without a Chromium every browser test counts as skipped.
 * @param whyMissing what stood in the way of installing one
 */
export async function runPlaywright(name: keyof typeof browserRuns, whyMissing: string | undefined): Promise<Outcome> {
  const { chromium, others } = browserRuns[name]
  const isMissing = findChromium() === undefined
  const skips = isMissing ? await titlesOf(chromium, whyMissing ?? 'no Chromium on this machine') : []
  const projects = isMissing ? others : [...chromium, ...others]
  if (projects.length === 0) return { passed: 0, failed: 0, skips, output: '' }
  const env = environmentFor(name)
  const reporter = '--reporter=list,./test/support/playwright-results.ts'
  const args = [playwright, 'test', ...projects.flatMap((project) => ['--project', project]), reporter]
  const ended = await run(process.execPath, args, { output: 'capture', env, limitSeconds: hangSeconds })
  const outcome = outcomeOf(readTestRun(name), ended)
  return { ...outcome, skips: [...skips, ...outcome.skips] }
}

async function titlesOf(projects: readonly string[], reason: string): Promise<Skip[]> {
  const chosen = projects.flatMap((project) => ['--project', project])
  const { output } = await run(process.execPath, [playwright, 'test', '--list', ...chosen, '--reporter=json'], {
    output: 'capture',
  })
  return titlesOfSuites(JSON.parse(output.slice(output.indexOf('{'))).suites).map((title) => ({ title, reason }))
}

interface ListedSuite {
  readonly title: string
  readonly suites?: readonly ListedSuite[]
  readonly specs?: readonly { readonly title: string }[]
}

function titlesOfSuites(suites: readonly ListedSuite[]): string[] {
  return suites.flatMap(({ suites: inner = [], specs = [] }) => [
    ...specs.map(({ title }) => title),
    ...titlesOfSuites(inner),
  ])
}

function environmentFor(results: RunName): NodeJS.ProcessEnv {
  forgetTestRun(results)
  // Every test process loads the same sources; with the cache they are stripped of their types and compiled once.
  const compiled = join(modulesFolder, '.cache', 'compiled')
  return { ...childEnvironment(), [resultsVariable]: resultsFile(results), NODE_COMPILE_CACHE: compiled }
}

/** A skip without a reason fails: a reader of the closing lines could not tell it from a forgotten test. */
export function outcomeOf(testRun: TestRun | undefined, ended: { code: number | null; output: string }): Outcome {
  if (testRun === undefined) {
    return { passed: 0, failed: 1, skips: [], output: `${ended.output}\nThe runner left no results.` }
  }
  const { tests } = testRun
  if (tests.length === 0)
    return { passed: 0, failed: 1, skips: [], output: `${ended.output}\nThe runner found no test.` }
  const unexplained = tests.filter(({ state, reason }) => state === 'skipped' && (reason ?? '') === '')
  const failed = tests.filter(({ state }) => state === 'failed').length + unexplained.length
  const complaints = unexplained.map(({ file, title }) => `${file}: ${title}: skipped without a reason`)
  return {
    passed: tests.filter(({ state }) => state === 'passed').length,
    // The runner may fail with no failed test: an error outside of any, or a time limit.
    failed: ended.code === 0 ? failed : Math.max(1, failed),
    skips: tests.flatMap(({ title, reason }) => (reason === undefined || reason === '' ? [] : [{ title, reason }])),
    output: [ended.output, ...complaints].join('\n'),
  }
}
