import { Agent } from 'undici'
import { type AddressKind, isLoopback } from './addresses.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import type { Resolve } from './resolve.ts'

/** Without a byte for so long, a connection is given up. */
const silenceMs = 30_000
/** A server that works on a long text, or loads its model first, is silent for longer. */
const serverSilenceMs = 300_000
/** A site that many pages are added of is not stormed. */
const connectionsPerHost = 4

/**
 * Kept connections, apart by what they may lead to: so none to a private address outlives the setting that allowed it, or
 * serves a public page.
 */
export type Agents = {
  public: Agent
  /** Pages, with the setting for private addresses. */
  private: Agent
  /** Servers that a person named. */
  server: Agent
  /** Such a server while the offline switch is on: on this machine only. */
  loopback: Agent
  close(): Promise<void>
}

export function createAgents(rules: { judge: (address: string) => AddressKind; resolve: Resolve }): Agents {
  const agentFor = (kinds: AddressKind[], silence: number, judge = rules.judge) =>
    new Agent({
      connect: createGuardedConnector({ allowed: new Set(kinds), judge, resolve: rules.resolve }),
      connections: connectionsPerHost,
      headersTimeout: silence,
      bodyTimeout: silence,
    })
  const agents = {
    public: agentFor(['public'], silenceMs),
    private: agentFor(['public', 'private'], silenceMs),
    server: agentFor(['public', 'private'], serverSilenceMs),
    loopback: agentFor(['private'], serverSilenceMs, (address) => (isLoopback(address) ? 'private' : 'never')),
  }
  return {
    ...agents,
    async close() {
      await Promise.all(Object.values(agents).map((agent) => agent.destroy()))
    },
  }
}
