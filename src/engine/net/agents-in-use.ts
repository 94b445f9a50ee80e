import type { Agents } from './agents.ts'

/**
 * The agents that calls are made with. When what they were made for changes, new calls get new ones; calls that run keep
 * theirs to their end.
 */
export type AgentsInUse = {
  /** To be disposed of at the end of the call. `key` says what the agents are for. */
  hold(key: string, make: () => Agents): { agents: Agents } & Disposable
  /** Ends all calls. */
  close(): Promise<void>
}

type InUse = { key: string; agents: Agents; calls: number }

export function createAgentsInUse(): AgentsInUse {
  const all = new Set<InUse>()
  let current: InUse | null = null

  function leave(left: InUse): void {
    if (left.calls > 0 || left === current) return
    all.delete(left)
    void left.agents.close()
  }

  return {
    hold(key, make) {
      const before = current
      if (before?.key !== key) {
        current = { key, agents: make(), calls: 0 }
        all.add(current)
        if (before !== null) leave(before)
      }
      const held = current as InUse
      held.calls += 1
      let isHeld = true
      return {
        agents: held.agents,
        [Symbol.dispose]() {
          if (!isHeld) return
          isHeld = false
          held.calls -= 1
          leave(held)
        },
      }
    },
    async close() {
      await Promise.all([...all].map(({ agents }) => agents.close()))
      all.clear()
    },
  }
}
