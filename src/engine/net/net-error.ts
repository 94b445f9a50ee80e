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

export class NetError extends Error {
  override readonly name = 'NetError'
  readonly code: NetErrorCode
  /** `message` is for the log: it names no more than a host. */
  constructor(code: NetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
