import type { OutboundCall } from '../../contract/network.ts'
import type { NetworkLogQuery } from '../store/repositories/network-log.ts'
import type { Store } from '../store/store.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/** Every call that left, or was kept from leaving, for people to look at. It survives restarts. */
export type OutboundLog = {
  /** Returns at once; the call is written down with others, a quarter of a second later at most. */
  record(call: OutboundCall): void
  /** Latest first, with those that were recorded just now. */
  list(query: NetworkLogQuery): Promise<{ total: number; items: OutboundCall[] }>
  /** Writes down what is left. */
  close(): Promise<void>
}

const waitMs = 250
const keptMs = 90 * 24 * 60 * 60 * 1_000
const mostKept = 100_000
/** Calls that wait for a store that can't be written to; of more, the oldest are lost, and the log says how many. */
const mostWaiting = 10_000

export function createOutboundLog(options: { store: Store; telemetry: Telemetry; now?: () => number }): OutboundLog {
  const { store, now = Date.now } = options
  const { log } = options.telemetry
  let waiting: OutboundCall[] = []
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const calls = waiting
    if (calls.length === 0) return
    waiting = []
    try {
      await store.write('networkLog.add', { calls, since: now() - keptMs, most: mostKept })
    } catch (error) {
      const lost = Math.max(0, calls.length + waiting.length - mostWaiting)
      waiting = [...calls, ...waiting].slice(-mostWaiting)
      log.warn({ err: error, calls: calls.length, lost }, 'outbound calls were not written down yet')
    }
  }

  /** One after the other, so that the order of the calls stays. */
  function flush(): Promise<void> {
    writing = writing.then(write)
    return writing
  }

  return {
    record(call) {
      waiting.push(call)
      timer ??= setTimeout(() => void flush(), waitMs).unref()
    },
    async list(query) {
      await flush()
      return await store.read('networkLog.list', query)
    },
    close: flush,
  }
}
