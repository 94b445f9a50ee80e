import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Channel } from './channel.ts'

/** `signed-out`: this page has no secret that the host knows, as after the host's restart; it needs a fresh link. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'signed-out'

/** Thrown by `open` when this page has nothing that lets it in. */
export class SignedOutError extends Error {}

/** `attempt` counts the failed attempts since the channel was lost; `wasOpen` tells whether there ever was one. */
export type ConnectionView = { state: ConnectionState; attempt: number; wasOpen: boolean }

export type Connection = {
  /** The channel to use now; waits while the first one is opening, null once it is known that there is none. */
  channel(): Promise<Channel | null>
  state: StoreApi<ConnectionView>
  /** Gives the connection a channel that came from outside, as the desktop's ports do. */
  adopt(channel: Channel): void
  /** Tries again now instead of at the end of the pause. */
  retry(): void
}

/** Milliseconds to wait before attempt n (from 1): doubling from 250 ms, 8 s at most. */
export function pauseBefore(attempt: number): number {
  return Math.min(8_000, 250 * 2 ** (attempt - 1))
}

/**
 * Keeps one channel to the engine. When it is lost, calls in flight have failed already and are never repeated here; a
 * new channel is opened with a growing pause between attempts. `open` is null where channels are handed in.
 */
export function createConnection(open: (() => Promise<Channel>) | null): Connection {
  const state = createStore<ConnectionView>(() => ({ state: 'connecting', attempt: 0, wasOpen: false }))
  let current: Channel | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let settleFirst: () => void = () => undefined
  const first = new Promise<void>((settle) => {
    settleFirst = settle
  })

  const adopt = (channel: Channel) => {
    current?.close()
    current = channel
    state.setState({ state: 'open', attempt: 0, wasOpen: true })
    settleFirst()
    void channel.closed.then(() => {
      if (current !== channel) return
      current = null
      state.setState({ state: 'lost', attempt: 0 })
      schedule()
    })
  }

  const attempt = async () => {
    if (open === null || current !== null) return
    try {
      adopt(await open())
    } catch (error) {
      // Not swallowed: the state says that there is no engine, and every call fails with that code.
      const next = error instanceof SignedOutError ? 'signed-out' : 'lost'
      state.setState(({ attempt: before }) => ({ state: next, attempt: before + 1 }))
      settleFirst()
      schedule()
    }
  }

  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void attempt(), pauseBefore(state.getState().attempt + 1))
  }

  void attempt()
  return {
    state,
    adopt,
    channel: async () => {
      if (current === null && state.getState().state === 'connecting') await first
      return current
    },
    retry: () => {
      clearTimeout(timer)
      void attempt()
    },
  }
}
