import { ModelError } from '../../model-runner.ts'

/** How long a server is waited for, in milliseconds. */
export type StreamPatience = {
  /** From the call to the first part of the answer: a model may be loaded first, or think in silence. */
  firstTokenMs: number
  /** Between two events once there was a first part. */
  silenceMs: number
  /** From the call to the last byte. */
  totalMs: number
}

/** A call that is given up when its caller says so, or when its server says nothing for too long. */
export type Waiting = {
  /** Aborted with the caller's reason, or with ModelError MODEL_UNREACHABLE. */
  signal: AbortSignal
  /**
   * Waits for what the server does next; only this time counts, not that in which the caller is busy with what came.
   *
   * @throws the signal's reason, whatever the work did with it
   */
  for<Next>(work: () => PromiseLike<Next>): Promise<Next>
  /** The first part has come. */
  tokenSeen(): void
  /** The caller wants no more of it. */
  isGivenUp(): boolean
} & Disposable

export function startWaiting(patience: StreamPatience, caller: AbortSignal): Waiting {
  const controller = new AbortController()
  const { signal } = controller
  const giveUp = () => controller.abort(caller.reason)
  caller.addEventListener('abort', giveUp, { once: true })
  if (caller.aborted) giveUp()
  const begun = performance.now()
  let hasToken = false
  const clock = startClock(() => {
    const message = hasToken ? 'the server fell silent' : 'the server does not begin to answer'
    controller.abort(new ModelError('MODEL_UNREACHABLE', message, { isTransient: true }))
  })
  let waiting: PromiseWithResolvers<never> | null = null
  // An abort ends the wait even where the work does not heed it.
  signal.addEventListener('abort', () => waiting?.reject(signal.reason), { once: true })

  return {
    signal,
    async for(work) {
      signal.throwIfAborted()
      clock.run(hasToken ? patience.silenceMs : patience.firstTokenMs - (performance.now() - begun))
      waiting = Promise.withResolvers<never>()
      try {
        const next = await Promise.race([work(), waiting.promise])
        // SDKs end an aborted stream as if it were whole.
        signal.throwIfAborted()
        return next
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        waiting = null
        clock.stop()
      }
    },
    tokenSeen() {
      hasToken = true
    },
    isGivenUp: () => caller.aborted,
    [Symbol.dispose]() {
      caller.removeEventListener('abort', giveUp)
      clock.close()
      // Whatever is still open of the call is closed.
      controller.abort(new ModelError('MODEL_FAILED', 'nobody reads on'))
    },
  }
}

/** One timer for many waits: a stream has thousands of them, and a timer each would be most of what it costs. */
function startClock(expire: () => void): { run(milliseconds: number): void; stop(): void; close(): void } {
  let deadline: number | null = null
  let timer: NodeJS.Timeout | null = null
  let firesAt = 0

  function set(now: number, at: number): void {
    firesAt = at
    timer = setTimeout(check, Math.max(0, at - now))
  }

  function check(): void {
    timer = null
    if (deadline === null) return
    const now = performance.now()
    if (now >= deadline) expire()
    else set(now, deadline)
  }

  function close(): void {
    deadline = null
    if (timer !== null) clearTimeout(timer)
    timer = null
  }

  return {
    run(milliseconds) {
      const now = performance.now()
      deadline = now + milliseconds
      if (timer !== null && firesAt > deadline) clearTimeout(timer)
      else if (timer !== null) return
      set(now, deadline)
    },
    stop() {
      deadline = null
    },
    close,
  }
}
