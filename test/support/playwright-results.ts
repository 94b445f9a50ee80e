import { relative } from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter'
import { root } from '../../build/launch/paths.mjs'
import { resultsVariable, type TestResult, writeTestRun } from '../../build/verify/results.ts'

/** Writes the browser tests in the same form as the others, with the reason of every skip. */
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter from a path by its default export.
export default class ResultsReporter implements Reporter {
  #suite: Suite | undefined

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite
  }

  onEnd(): void {
    const file = process.env[resultsVariable]
    if (file !== undefined && this.#suite !== undefined) writeTestRun(file, this.#suite.allTests().map(resultOfTest))
  }

  printsToStdio(): boolean {
    return false
  }
}

function resultOfTest(test: TestCase): TestResult {
  const last = test.results.at(-1)
  // Playwright calls a test that a failed worker never reached skipped as well, but it has no such note.
  const note = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description
  const skipped = test.outcome() === 'skipped'
  return {
    // The first three titles are the root, the project and the file.
    title: test.titlePath().slice(3).join(' > '),
    file: relative(root, test.location.file),
    state: skipped ? 'skipped' : test.outcome() === 'expected' ? 'passed' : 'failed',
    ...(skipped && note !== undefined ? { reason: note } : {}),
    seconds: (last?.duration ?? 0) / 1000,
  }
}
