import type { Settings } from '../../contract/settings.ts'

export type NetSettings = Settings['network']

/** Streams are sent as they come, and once: such a call is not tried again through another proxy. */
export type NetBody = string | Uint8Array | ReadableStream<Uint8Array>

export type NetRequest = {
  /** `http:` or `https:`; a user name and password in it are not sent. */
  url: string
  /** For the log, such as `web-page`. */
  purpose: string
  /** `GET`, or `POST` where there is a body, without it. Only GET and HEAD follow redirects; others are given them as they come. */
  method?: string
  headers?: Record<string, string>
  /** What a redirect points to is not sent it. */
  body?: NetBody
  /**
   * `server`: the address is one that a person typed as that of a server they use. It may be private whatever the setting,
   * and one on this machine is reached offline too, because nothing leaves. `web` without it.
   */
  destination?: 'web' | 'server'
  /** From now to the last byte of the body. */
  totalMs: number
  signal: AbortSignal
}
