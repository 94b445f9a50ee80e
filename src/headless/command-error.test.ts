import { expect, test } from 'vitest'
import { toCommandError } from './command-error.ts'

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
