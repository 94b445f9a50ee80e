import { expect, test } from 'vitest'
import { describeLogLine } from './log-lines.ts'

// Catches raw JSON on a person's terminal, and a fault of Diwan that nobody can report.
test('a fault is told with its stack, a declared failure is left to the command', () => {
  const fault = { type: 'Error', message: 'broken', stack: 'Error: broken\n    at work' }
  const declared = { ...fault, brand: 'diwan.failure', code: 'DISK_FULL' }
  const lines = [
    { level: 50, correlationId: 'abc', err: fault, jobId: 'x', msg: 'job failed' },
    { level: 50, err: declared, msg: 'job failed' },
    { level: 50, msg: 'nothing more' },
  ]
  expect(lines.map((line) => describeLogLine(JSON.stringify(line)))).toEqual([
    'Log: job failed (correlation id abc)\nError: broken\n    at work',
    null,
    'Log: nothing more',
  ])
})
