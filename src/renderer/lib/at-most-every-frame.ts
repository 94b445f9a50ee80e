import type { Paced } from './at-most-every.ts'

/** Milliseconds after which a page that is hidden, and paints no frames, is told all the same. */
const hiddenPace = 500

/**
 * Lets `run` be called at most once before each painting. Where what it brings about takes longer than a frame, it is called
 * less often, so that at least as much time is left for everything else.
 */
export function atMostEveryFrame(run: () => void): Paced {
  let frame: number | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let notBefore = 0
  const cancel = () => {
    if (frame !== null) cancelAnimationFrame(frame)
    if (timer !== null) clearTimeout(timer)
    frame = null
    timer = null
  }
  const call = () => {
    cancel()
    const begun = performance.now()
    run()
    // What was changed is drawn before the next message of the page's own queue.
    setTimeout(() => {
      const ended = performance.now()
      notBefore = ended + (ended - begun)
    }, 0)
  }
  const inFrame = () => {
    if (performance.now() >= notBefore) call()
    else frame = requestAnimationFrame(inFrame)
  }
  return {
    soon() {
      if (frame !== null) return
      frame = requestAnimationFrame(inFrame)
      timer = setTimeout(call, hiddenPace)
    },
    stop: cancel,
  }
}
