import type { Headers } from 'undici'

export type NetResponse = {
  status: number
  headers: Headers
  /** Of the answers that redirected to this one, first to last. */
  passed: readonly Headers[]
  /** Decompressed. Throws NetError when the connection breaks or takes too long. */
  body: AsyncIterable<Uint8Array>
} & AsyncDisposable
