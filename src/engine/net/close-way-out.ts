import dgram from 'node:dgram'
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** What code of a closed thread or process gets that looks for a way out. */
export class NoWayOutError extends Error {
  readonly code = 'NO_WAY_OUT'

  constructor() {
    super('nothing leaves from here: calls are made by the network layer')
  }
}

/**
 * Closes the way out of this thread, or process, for good: no connection, no datagram, no question for a name. For those
 * that read files and run models, whose libraries could ask somebody for something. Node has no such permission in this
 * version. Native code could still go round it: that none does is shown by a trace of the whole process tree.
 */
export function closeWayOut(): void {
  const refuse = (): never => {
    throw new NoWayOutError()
  }
  const askLater = async (): Promise<never> => refuse()
  Object.assign(net.Socket.prototype, { connect: refuse })
  Object.assign(dgram.Socket.prototype, { bind: refuse, connect: refuse, send: refuse })
  for (const asking of [dns, dns.Resolver.prototype]) Object.assign(asking, replaced(asking, refuse))
  for (const asking of [dns.promises, dns.promises.Resolver.prototype]) {
    Object.assign(asking, replaced(asking, askLater))
  }
  // Code that has imported these functions by name gets the new ones too.
  syncBuiltinESMExports()
}

/** Every function that asks for a name or an address. */
function replaced<Refusal>(module: object, refusal: Refusal): Record<string, Refusal> {
  const names = Object.getOwnPropertyNames(module).filter((name) => /^(?:lookup|resolve|reverse)/.test(name))
  return Object.fromEntries(names.map((name) => [name, refusal]))
}
