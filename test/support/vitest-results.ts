import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { root } from '../../build/launch/paths.mjs'
import { resultsVariable, type TestResult, writeTestRun } from '../../build/verify/results.ts'

/** Writes every test with its state and, where skipped, its reason: vitest's own JSON leaves the reason out. */
// biome-ignore lint/style/noDefaultExport: vitest loads a reporter from a path by its default export.
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env[resultsVariable]
    if (file !== undefined) writeTestRun(file, modules.flatMap(resultsOfModule))
  }
}

function resultsOfModule(module: TestModule): TestResult[] {
  const file = relative(root, module.moduleId)
  const results = [...module.children.allTests()].map((test) => resultOfTest(test, file))
  const brokenOutsideTests = module.state() === 'failed' && !results.some(({ state }) => state === 'failed')
  if (!brokenOutsideTests) return results
  return [...results, { title: `${file} (outside its tests)`, file, state: 'failed', seconds: 0 }]
}

function resultOfTest(test: TestCase, file: string): TestResult {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return {
    title: test.fullName,
    file,
    // A test that never ran is not a pass.
    state: result.state === 'pending' ? 'failed' : result.state,
    ...(note === undefined ? {} : { reason: note }),
    seconds: (test.diagnostic()?.duration ?? 0) / 1000,
  }
}
