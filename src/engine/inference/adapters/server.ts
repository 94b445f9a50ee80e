import type { Net } from '../../net/net.ts'
import type { RemoteModel } from '../model-source.ts'

/** What a call to a model's server needs. */
export type Server = {
  net: Net
  model: RemoteModel
  /** Passes the time before a call is tried again. Rejects with the signal's reason. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** An address below the one that a person typed, whether that ends in the protocol's path already or is a host alone. */
export function addressOf(typed: string, { version, path }: { version: string; path: string }): string {
  const url = new URL(typed)
  const given = url.pathname.replace(/\/+$/, '')
  if (given.endsWith(path)) url.pathname = given
  else url.pathname = `${given === '' ? version : given}${path}`
  return url.href
}
