import type { ItemSource } from '../../store/repositories/job-items.ts'
import type { MayPass, ReadOutcome } from '../reading/extracted.ts'

/** What the system answers about a file that somebody else has for a moment, or on a network that is gone for one. */
const passingSystemErrors = new Set([
  'EBUSY',
  'EAGAIN',
  'EMFILE',
  'ENFILE',
  'ETXTBSY',
  'ESTALE',
  'ETIMEDOUT',
  'EHOSTDOWN',
  'ENETDOWN',
  'ENETUNREACH',
])

/**
 * Whether trying again may help. A reading that ran out of its time is not tried again: it had minutes, and a bad file
 * must not take a reader from the others three times; a person can.
 */
export function mayPass(
  outcome: ReadOutcome & { status: 'refused' },
  { source, memoryIsShort }: { source: ItemSource; memoryIsShort: boolean },
): MayPass | null {
  if (outcome.mayPass !== undefined) return outcome.mayPass
  switch (outcome.code) {
    case 'READ_CRASHED':
      return { afterMs: null }
    // A file that needs too much by itself will do so again.
    case 'READ_MEMORY':
      return memoryIsShort ? { afterMs: null } : null
    // A line of a corpus that was rewritten does not come back.
    case 'FILE_CHANGED':
      return source.kind === 'path' ? { afterMs: null } : null
    case 'FILE_UNREADABLE':
      return passingSystemErrors.has(outcome.detail) ? { afterMs: null } : null
    default:
      return null
  }
}
