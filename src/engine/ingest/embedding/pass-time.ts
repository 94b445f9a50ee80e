import type { Clock } from '../../jobs/clock.ts'

/** Waits; ends early, without a throw, when the work is put down. */
export function passTime(clock: Clock, milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve()
    const timer = clock.after(milliseconds, end)
    function end(): void {
      timer[Symbol.dispose]()
      stop.removeEventListener('abort', end)
      resolve()
    }
    stop.addEventListener('abort', end, { once: true })
  })
}
