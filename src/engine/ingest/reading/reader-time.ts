/** What each recognised page adds to a file's time. Recognition itself gives up on a page before that. */
const perPageMs = 60_000

export type TimeWatch = {
  /** For the file without its recognised pages. */
  limitMs: number
  /** Pages that were recognised so far. */
  recognised: () => number
  /** Called at most once. */
  exceeded: () => void
}

/**
 * Watches how long a reading takes. A scan of a hundred pages gets time for each page that it comes on, a file that hangs
 * gets none. Ends when disposed.
 */
export function watchTime({ limitMs, recognised, exceeded }: TimeWatch): Disposable {
  const begun = performance.now()
  let timer = setTimeout(look, limitMs)
  function look(): void {
    const left = begun + limitMs + recognised() * perPageMs - performance.now()
    if (left <= 0) exceeded()
    else timer = setTimeout(look, left)
  }
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
