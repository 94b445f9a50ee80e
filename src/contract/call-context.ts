export type Door = 'direct' | 'message-port' | 'websocket' | 'rest'

/**
 * What a door tells the engine about a call. The caller's identity comes from here and never from the payload: every
 * door of the spine admits one person, the owner of the data folder.
 */
export type CallContext = {
  door: Door
  /** The call's own headers, where the door has such (`RequestHeadersPlugin` fills this in). */
  reqHeaders?: { get(name: string): string | null } | undefined
}

/** Header in which a caller may send its own correlation id, so that one id runs from the page to the SQL. */
export const correlationHeader = 'x-correlation-id'

const correlationPattern = /^[\w-]{8,64}$/

/** The id that the caller sent when it is well formed, otherwise null. */
export function readCorrelationId(context: CallContext): string | null {
  const sent = context.reqHeaders?.get(correlationHeader) ?? null
  return sent !== null && correlationPattern.test(sent) ? sent : null
}
