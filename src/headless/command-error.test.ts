import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { disconnected } from '../contract/engine-link.ts'
import { errorCodes } from '../contract/errors.ts'
import { CommandError, toCommandError } from './command-error.ts'
import { howToRun } from './installation.ts'

const outcomeOf = (error: unknown) => toCommandError(error).outcome

// Catches a new error code that commands would report as a fault of Diwan.
test('API-3.exit-codes: every declared error has an outcome of its own', () => {
  const internal = Object.keys(errorCodes).filter((code) => outcomeOf(new ORPCError(code)) === 'internal')
  expect(internal).toEqual(['INTERNAL'])
})

test('an error says what it is about and what to do', () => {
  const { status, message } = errorCodes.LIBRARY_NOT_FOUND
  const error = new ORPCError('LIBRARY_NOT_FOUND', { status, message, data: { library: 'docs' } })
  expect(toCommandError(error)).toMatchObject({
    outcome: 'not-found',
    complaint: {
      code: 'LIBRARY_NOT_FOUND',
      message: 'There is no such library. (docs)',
      nextStep: `See "${howToRun('libraries list')}".`,
      data: { library: 'docs' },
    },
  })
  expect(toCommandError(disconnected(new Error('gone')))).toMatchObject({ outcome: 'refused' })
})

test('an error whose data has the reason says the reason', () => {
  const messageOf = (code: string, data: object) => toCommandError(new ORPCError(code, { data })).complaint.message
  expect(messageOf('JOB_STATE', { jobId: 'x', state: 'running' })).toContain('The job is running')
  const reason = 'Invalid option: expected one of "system"|"light"|"dark"'
  expect(messageOf('SETTING_INVALID', { setting: 'appearance.theme', reason })).toBe(
    'The setting appearance.theme cannot have this value. Invalid option: expected one of "system", "light", "dark".',
  )
})

test('what an input did wrong is said for each part', () => {
  const issues = [{ message: 'Too long.', path: ['question'] }, { message: 'Empty.' }]
  const { complaint } = toCommandError(new ORPCError('BAD_REQUEST', { data: { issues } }))
  expect(complaint.message).toBe('question: Too long. Empty.')
})

test('anything else is internal, and a command error stays what it is', () => {
  expect(toCommandError('text')).toMatchObject({
    outcome: 'internal',
    complaint: { code: 'INTERNAL', message: 'text' },
  })
  const own = new CommandError('usage', { code: 'USAGE', message: 'no' })
  expect(toCommandError(own)).toBe(own)
})

// Catches a folder that does not open for a reason the person could mend, told as a fault inside Diwan.
test.each([
  'PASSPHRASE_NEEDED',
  'PASSPHRASE_WRONG',
  'PASSPHRASE_UNUSED',
  'KEY_UNAVAILABLE',
  'KEY_MISSING',
  'KEY_DAMAGED',
])('a data folder that does not open (%s) is refused with a next step', (code) => {
  const error = toCommandError(Object.assign(new Error('It does not open.'), { code }))
  expect({ outcome: error.outcome, complaint: error.complaint }).toEqual({
    outcome: 'refused',
    complaint: { code, message: 'It does not open.', nextStep: expect.any(String), data: undefined },
  })
})

test('USE-3.stop: a budget that refuses says what is left of it, what was needed, and when it starts anew', () => {
  // Would catch: a person who is told "no", and neither how much nor until when.
  const { status, message } = errorCodes.BUDGET_EXCEEDED
  const data = { budgetId: 'b', scope: 'month', leftNanoDollars: -5, neededNanoDollars: 8_000_000, renewsAt: 0 }
  expect(toCommandError(new ORPCError('BUDGET_EXCEEDED', { status, message, data })).complaint.message).toBe(
    'The budget (month) is used up; this call may need $0.0080. It starts anew at 1970-01-01T00:00:00.000Z.',
  )
})

test('what is too long for a model is told with its tokens where they are known, and without where they are not', () => {
  // Would catch: "0 tokens, where 0 fit", of a server that only says that it is too much.
  const { status, message } = errorCodes.CONTEXT_EXCEEDED
  const say = (data: object) =>
    toCommandError(new ORPCError('CONTEXT_EXCEEDED', { status, message, data })).complaint.message
  expect(say({ modelId: 'm', tokens: 9, maximum: 8 })).toBe(
    'This is more than the model can read at once: 9 tokens, where 8 fit.',
  )
  expect(say({ modelId: 'm', tokens: 0, maximum: 0 })).toBe('This is more than the model can read at once.')
})
