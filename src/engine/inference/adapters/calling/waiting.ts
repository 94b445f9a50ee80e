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

  const expire = () =>
    controller.abort(
      new ModelError('MODEL_UNREACHABLE', hasToken ? 'the server fell silent' : 'the server does not begin to answer', {
        isTransient: true,
      }),
    )

  return {
    signal,
    async for(work) {
      signal.throwIfAborted()
      const left = hasToken ? patience.silenceMs : patience.firstTokenMs - (performance.now() - begun)
      const timer = setTimeout(expire, Math.max(0, left))
      const given = Promise.withResolvers<never>()
      const end = () => given.reject(signal.reason)
      signal.addEventListener('abort', end, { once: true })
      try {
        // An abort ends the wait even where the work does not heed it.
        const next = await Promise.race([work(), given.promise])
        // SDKs end an aborted stream as if it were whole.
        signal.throwIfAborted()
        return next
      } catch (error) {
        signal.throwIfAborted()
        throw error
      } finally {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
      }
    },
    tokenSeen() {
      hasToken = true
    },
    isGivenUp: () => caller.aborted,
    [Symbol.dispose]() {
      caller.removeEventListener('abort', giveUp)
      // Whatever is still open of the call is closed.
      controller.abort(new ModelError('MODEL_FAILED', 'nobody reads on'))
    },
  }
}
