import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../build/launch/paths.mjs'
import type { TestResult } from '../../build/verify/results.ts'
import { outcomeOf } from '../../build/verify/runners.ts'

const steps = JSON.stringify(join(root, 'build', 'verify', 'steps.ts'))

/** What a script that runs steps ends with and prints, without the seconds. */
function runScript(script: string) {
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return { status, lines: stdout.replaceAll(/ +\d+\.\d s/g, '').split('\n') }
}

const result = (title: string, rest: Partial<TestResult>): TestResult => ({
  title,
  file: 'a.test.ts',
  state: 'passed',
  seconds: 0,
  ...rest,
})

test('a skip without a reason counts as failed, one with a reason is listed', () => {
  const tests = [
    result('one', {}),
    result('two', { state: 'skipped', reason: 'no display' }),
    result('three', { state: 'skipped' }),
  ]
  expect(outcomeOf({ finishedAt: '', tests }, { code: 0, output: 'printed' })).toEqual({
    passed: 1,
    failed: 1,
    skips: [{ title: 'two', reason: 'no display' }],
    output: 'printed\na.test.ts: three: skipped without a reason',
  })
})

test('a runner that dies, leaves no results, or found no test is never a pass', () => {
  expect(outcomeOf(undefined, { code: null, output: '' }).failed).toBe(1)
  expect(outcomeOf({ finishedAt: '', tests: [result('one', {})] }, { code: 1, output: '' }).failed).toBe(1)
  expect(outcomeOf(undefined, { code: 0, output: '' }).failed).toBe(1)
  expect(outcomeOf({ finishedAt: '', tests: [] }, { code: 0, output: '' }).failed).toBe(1)
})

// Catches a failure that is lost because another step of its group ended later.
test('steps of a group all run and are told in order; one that fails stops what comes after', () => {
  const script = `
    import { check, runSteps } from ${steps}
    const later = (text) => new Promise((resolve) => setTimeout(resolve, 50, text))
    await runSteps([
      [check('slow', () => later('fine')), check('bad', () => { throw new Error('what went wrong') }), check('good', () => '')],
      check('after', () => { throw new Error('never reached') }),
    ])`
  expect(runScript(script)).toEqual({
    status: 1,
    lines: ['✓ slow  fine', '✗ bad', '', 'what went wrong', '', '✓ good', '2 passed, 1 failed, 0 skipped', ''],
  })
})

test('steps stop at the first that fails, and the last line counts everything', () => {
  const script = `
    import { check, runSteps } from ${steps}
    const tests = { passed: 4, failed: 0, skips: [{ title: 'smoke', reason: 'no binary' }], output: 'unseen' }
    await runSteps([
      check('one', () => 'fine'),
      { name: 'two', run: async () => tests },
      check('three', () => { throw new Error('what went wrong') }),
      check('four', () => { throw new Error('never reached') }),
    ])`
  expect(runScript(script)).toEqual({
    status: 1,
    lines: [
      '✓ one  fine',
      '✓ two  4 passed, 1 skipped',
      '✗ three',
      '',
      'what went wrong',
      '',
      'skipped: smoke: no binary',
      '5 passed, 1 failed, 1 skipped',
      '',
    ],
  })
})
