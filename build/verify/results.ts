import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { resultsFolder } from '../launch/paths.mjs'

export interface TestResult {
  /** The titles from the outermost `describe` to the test, joined by ` > `. */
  readonly title: string
  /** Path below the project's folder. */
  readonly file: string
  readonly state: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. A skip without a reason is a defect. */
  readonly reason?: string
  readonly seconds: number
}

export interface TestRun {
  readonly finishedAt: string
  readonly tests: readonly TestResult[]
}

/** The runs that leave results: each is overwritten by its next. */
export const runNames = ['unit-and-integration', 'browser', 'long', 'long-browser'] as const
export type RunName = (typeof runNames)[number]

/** Names the file that a reporter writes to, from the runner to the reporter. */
export const resultsVariable = 'DIWAN_TEST_RESULTS'

export function resultsFile(name: RunName): string {
  return join(resultsFolder, `${name}.json`)
}

export function writeTestRun(file: string, tests: readonly TestResult[]): void {
  mkdirSync(dirname(file), { recursive: true })
  const run: TestRun = { finishedAt: new Date().toISOString(), tests }
  writeFileSync(file, JSON.stringify(run, undefined, 1))
}

export function readTestRun(name: RunName): TestRun | undefined {
  const file = resultsFile(name)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestRun) : undefined
}

/** So that a runner that dies leaves no result, rather than the last one. */
export function forgetTestRun(name: RunName): void {
  rmSync(resultsFile(name), { force: true })
}
