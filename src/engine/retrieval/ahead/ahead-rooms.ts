import type { PowerSource } from '../../../contract/ahead.ts'
import type { Settings } from '../../../contract/settings.ts'
import type { Clock } from '../../../domain/clock.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Retrieval } from '../retrieval.ts'
import type { QuestionEstimate } from './estimate-ahead.ts'

/** What answering ahead works with. */
export type AheadRooms = {
  store: Store
  telemetry: Telemetry
  clock: Clock
  settings: () => Promise<Settings>
  /** What the machine runs on just now, as the host tells it. */
  power: () => Promise<PowerSource>
  answer: Retrieval['answer']
  /** What answering would take, asked before anything is done. */
  estimate: (question: { question: string; libraries: readonly string[] | undefined }) => Promise<QuestionEstimate>
  /** Milliseconds that all processors together have worked for this process. */
  cpuMilliseconds: () => number
}
