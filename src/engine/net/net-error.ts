/** Why a call to another machine brought nothing. */
export type NetErrorCode =
  /** The offline switch is on. */
  | 'OFFLINE'
  /** Neither http nor https, or no address at all. */
  | 'ADDRESS_UNSUPPORTED'
  /** It leads to this machine or to its private network. */
  | 'ADDRESS_PRIVATE'
  /** No name, no connection, a broken one, or a certificate that can't be trusted. */
  | 'UNREACHABLE'
  | 'TIMEOUT'
  | 'TOO_MANY_REDIRECTS'
  /** No proxy that was offered can be reached, or nobody says which one to take. */
  | 'PROXY_FAILED'
  /** The proxy does not let this call pass, or wants a user and a password. */
  | 'PROXY_REFUSED'
  /** The script that says which proxy to take can't be read, or fails. */
  | 'PROXY_SCRIPT'

export class NetError extends Error {
  override readonly name = 'NetError'
  readonly code: NetErrorCode
  /** `message` is for the log: it names no more than a host. */
  constructor(code: NetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The failure of this room that another error has inside; null when there is none. */
export function findNetError(error: unknown): NetError | null {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof NetError) return inner
  }
  return null
}

/** What undici throws has the reason inside, sometimes one among several. A call that was given up throws why. */
export function toNetError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const known = findNetError(error)
  if (known !== null) return known
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const code = 'code' in inner ? String(inner.code) : ''
    // Ports of mail and other services, which fetch never opens.
    if (inner.message === 'bad port') return new NetError('ADDRESS_UNSUPPORTED', 'not a port of the web')
    if (/_TIMEOUT$/.test(code)) return new NetError('TIMEOUT', code, { cause: error })
  }
  return new NetError('UNREACHABLE', describeCause(error), { cause: error })
}

function describeCause(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection failed'
}
