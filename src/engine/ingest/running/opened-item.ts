import type { Net } from '../../net/net.ts'
import type { Validators } from '../../store/repositories/job-items.ts'
import type { Originals } from '../originals.ts'
import type { OwnFolder } from '../own-folder.ts'
import type { ReadOutcome } from '../reading/extracted.ts'
import type { ReadSource } from '../reading/reading.ts'

/** What an item's bytes are reached with. */
export type ItemOpening = {
  originals: Originals
  net: Net
  own: OwnFolder
  maximumBytes: number
  signal: AbortSignal
}

/** What an item is read from. `readAs` is the name that tells plain formats apart, where the item's own does not. */
export type OpenedSource = {
  source: ReadSource
  modifiedAt: number | null
  validators?: Validators
  readAs?: string
}

/** Its bytes, or why there are none. */
export type OpenedItem = OpenedSource | { refused: ReadOutcome & { status: 'refused' } }
