import type { OutboundCall } from '../../../contract/network.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

export type NetworkLogQuery = { offset: number; limit: number; purpose?: string; host?: string }

const columns = `id, at, purpose, host, proxy, status, code, bytes_sent AS bytesSent, bytes_received AS bytesReceived,
  milliseconds`

export const networkLogReads = {
  /** Latest first. `host` finds what is part of a host's name. */
  'networkLog.list': (
    connection: ReadConnection,
    { offset, limit, purpose, host }: NetworkLogQuery,
  ): { total: number; items: OutboundCall[] } => {
    const where = `WHERE (:purpose IS NULL OR purpose = :purpose) AND (:host IS NULL OR instr(host, :host) > 0)`
    const filter = { purpose: purpose ?? null, host: host?.toLowerCase() ?? null }
    const counted = connection.get<{ total: number }>(
      'networkLog.count',
      `SELECT count(*) AS total FROM network_log ${where}`,
      filter,
    )
    const items = connection.all<OutboundCall>(
      'networkLog.list',
      `SELECT ${columns} FROM network_log ${where} ORDER BY at DESC, sequence DESC LIMIT :limit OFFSET :offset`,
      { ...filter, limit, offset },
    )
    return { total: counted?.total ?? 0, items }
  },
}

export const networkLogWrites = {
  /** Adds calls; those of before `since` go, and of the others all but the latest `most`. */
  'networkLog.add': (
    connection: WriteConnection,
    { calls, since, most }: { calls: readonly OutboundCall[]; since: number; most: number },
  ): null => {
    for (const call of calls) {
      connection.run(
        'networkLog.add',
        `INSERT INTO network_log (id, at, purpose, host, proxy, status, code, bytes_sent, bytes_received, milliseconds)
         VALUES (:id, :at, :purpose, :host, :proxy, :status, :code, :bytesSent, :bytesReceived, :milliseconds)`,
        call,
      )
    }
    connection.run('networkLog.expire', 'DELETE FROM network_log WHERE at < ?', [since])
    connection.run(
      'networkLog.trim',
      'DELETE FROM network_log WHERE sequence <= (SELECT max(sequence) FROM network_log) - ?',
      [most],
    )
    return null
  },
}
