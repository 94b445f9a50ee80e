/** One structured line to the host's own log. */
export type Log = (event: string, fields: Record<string, unknown>) => void

/** For work that nobody waits for: its failure goes to the log, and not to a dialog about an unhandled rejection. */
export function unattended(log: Log, work: string, promise: Promise<unknown>): void {
  promise.catch((error: unknown) => log('failed', { work, error: describeError(error) }))
}

export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
