/** Why a call to another machine brought nothing. */
export type NetErrorCode =
  /** The offline switch is on. */
  | 'OFFLINE'
  /** Neither http nor https, or no address at all. */
  | 'ADDRESS_UNSUPPORTED'
  /** It leads to this machine or to its private network. */
  | 'ADDRESS_PRIVATE'
  /** No name, no connection, or a broken one. */
  | 'UNREACHABLE'
  /** Nobody who is trusted here vouches for the server's name, or not at this time. */
  | 'CERTIFICATE_UNTRUSTED'
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

/** As OpenSSL and Node name what is wrong with a certificate. */
const untrusted =
  /^(?:CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET|VERIFY|DECODE|DECRYPT)_|INVALID_(?:CA|PURPOSE)$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_)/

/** What undici throws has the reason inside, sometimes one among several. A call that was given up throws why. */
export function toNetError(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const known = findNetError(error)
  if (known !== null) return known
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const code = 'code' in inner ? String(inner.code) : ''
    // Ports of mail and other services, which fetch never opens.
    if (inner.message === 'bad port') return new NetError('ADDRESS_UNSUPPORTED', 'not a port of the web')
    if (untrusted.test(code)) {
      return new NetError('CERTIFICATE_UNTRUSTED', `the server's certificate is not trusted: ${code}`, { cause: error })
    }
    if (/_TIMEOUT$/.test(code)) return new NetError('TIMEOUT', code, { cause: error })
  }
  return new NetError('UNREACHABLE', describeCause(error), { cause: error })
}

/** What Node, undici and zlib call why a connection brought nothing, as a person reads it. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'the connection was lost'],
  [/^ENOTFOUND$/, 'no machine of that name was found'],
  [/^EAI_/, 'its name could not be looked up'],
  [/^E(?:HOST|NET)(?:UNREACH|DOWN)$/, 'no way leads there from this network'],
  [/^(?:HPE_|UND_ERR_(?:RES_|RESPONSE_))/, 'what it sent is no HTTP'],
  [/^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI|ZSTD_)/, 'what it sent is damaged'],
]

function describeCause(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error && 'code' in cause && typeof cause.code === 'string')) return 'the connection failed'
  const { code } = cause
  const [, reason = 'the connection failed'] = reasons.find(([codes]) => codes.test(code)) ?? []
  return `${reason} (${code})`
}
