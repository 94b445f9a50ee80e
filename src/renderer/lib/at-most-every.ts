/** A call that is made at once when the last was long enough ago, otherwise as soon as it is. */
export type Paced = { soon(): void; stop(): void }

/** Lets `run` be called at most once in `milliseconds`; of many wishes in between one call is made. */
export function atMostEvery(milliseconds: number, run: () => void): Paced {
  let last = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | null = null
  const call = () => {
    timer = null
    last = performance.now()
    run()
  }
  return {
    soon() {
      if (timer !== null) return
      const wait = last + milliseconds - performance.now()
      if (wait <= 0) call()
      else timer = setTimeout(call, wait)
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
