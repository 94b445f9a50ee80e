import { lookup } from 'node:dns/promises'

export type ResolvedAddress = { address: string; family: number }

/** All addresses of a name, in the order in which they should be tried. Rejects with the system's error. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true })
