/** The time and the timers of work that waits, so that a test can turn the hands itself. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after so many milliseconds, unless disposed of first. */
  after(milliseconds: number, callback: () => void): Disposable
}
