import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createTelemetry } from './telemetry.ts'

// Would catch names of a person's files in a log that lies open and outlives their erasure.
test('an error of the file system is logged without the paths that it names, its cause too', () => {
  const lines: string[] = []
  const { log } = createTelemetry({ level: 'info', destination: (line) => void lines.push(line) })
  try {
    renameSync('/nowhere/diagnosis.pdf', '/nowhere/treatment.pdf')
  } catch (cause) {
    log.warn({ err: new Error('could not be moved', { cause }) }, 'a trial')
    log.warn({ err: cause }, 'a trial')
  }
  expect(lines).toHaveLength(2)
  expect(lines.join()).not.toMatch(/nowhere|diagnosis|treatment/)
  for (const line of lines) expect(JSON.parse(line).err.stack).toContain('ENOENT')
  expect(JSON.parse(lines[1] ?? '').err).toMatchObject({ type: 'Error', code: 'ENOENT', syscall: 'rename' })
})
