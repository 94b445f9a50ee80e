import { v7 as newId } from 'uuid'
import type { OutboundCall } from '../../contract/network.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { Step } from './follow.ts'
import { describeProxy } from './proxy/proxy.ts'

/** What one call came to: an entry for each server that it asked or was kept from asking, never a path or a content. */
export type CallRecord = {
  step(step: Step): void
  redirected(status: number): void
  sent(bytes: number): void
  received(bytes: number): void
  /** The first one counts. */
  end(outcome: { status: number | null; code: string | null }): void
}

export function openCallRecord(options: {
  purpose: string
  telemetry: Telemetry
  record: (call: OutboundCall) => void
}): CallRecord {
  const { purpose, telemetry, record } = options
  const blank = () => ({ host: '', proxy: null as string | null, at: Date.now(), begun: performance.now() })
  let current = blank()
  let bytesSent = 0
  let bytesReceived = 0
  let isOver = false

  function write({ status, code }: { status: number | null; code: string | null }): void {
    const { host, proxy, at, begun } = current
    const milliseconds = Math.round(performance.now() - begun)
    const entry = { purpose, host, proxy, status, code, bytesSent, bytesReceived, milliseconds }
    telemetry.log.info(entry, 'outbound call')
    telemetry.metrics.outboundCalls.inc({ purpose, outcome: code ?? String(status) })
    telemetry.metrics.outboundBytes.inc({ purpose }, bytesReceived)
    record({ id: newId(), at, ...entry })
  }

  return {
    step({ host, route }) {
      current.host = host
      current.proxy = route === 'direct' ? null : describeProxy(route)
    },
    redirected(status) {
      write({ status, code: null })
      current = blank()
      bytesSent = 0
      bytesReceived = 0
    },
    sent: (bytes) => {
      bytesSent += bytes
    },
    received: (bytes) => {
      bytesReceived += bytes
    },
    end(outcome) {
      if (isOver) return
      isOver = true
      write(outcome)
    },
  }
}
