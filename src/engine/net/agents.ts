import { Agent, fetch } from 'undici'
import type { AddressKind } from './addresses.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import type { Resolve } from './resolve.ts'

/** Without a byte for so long, a connection is given up. */
const silenceMs = 30_000
/** A site that many pages are added of is not stormed. */
const connectionsPerHost = 4

export { fetch }

/** Two, so that no kept connection to a private address outlives the setting that allowed it, or serves a public page. */
export type Agents = { public: Agent; private: Agent }

export function createAgents(options: { judge: (address: string) => AddressKind; resolve: Resolve }): Agents {
  const agentFor = (...kinds: AddressKind[]) =>
    new Agent({
      connect: createGuardedConnector({ ...options, allowed: new Set(kinds) }),
      connections: connectionsPerHost,
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
    })
  return { public: agentFor('public'), private: agentFor('public', 'private') }
}
