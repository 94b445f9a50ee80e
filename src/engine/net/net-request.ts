import type { Settings } from '../../contract/settings.ts'

export type NetSettings = Settings['network']

export type NetRequest = {
  /** `http:` or `https:`; a user name and password in it are not sent. */
  url: string
  /** For the log, such as `web-page`. */
  purpose: string
  headers?: Record<string, string>
  /** Makes it a POST. Its answer is given as it comes: what a redirect points to is not sent the body. */
  body?: string
  /**
   * `server`: the address is one that a person typed as that of a server they use. It may be private whatever the setting,
   * and one on this machine is reached offline too, because nothing leaves. `web` without it.
   */
  destination?: 'web' | 'server'
  /** From now to the last byte of the body. */
  totalMs: number
  signal: AbortSignal
}
