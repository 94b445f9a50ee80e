/**
 * What is under way in the engine, calls, their streams and jobs together: who works only while nothing else does waits
 * for its end, and gives way when something begins.
 */
export type Activity = {
  /** Something begins. The answer is to be called when it has ended; a second call does nothing. */
  begin(): () => void
  isQuiet(): boolean
  /** Told whenever something begins, and whenever the last of what was under way has ended. */
  onChange(listener: () => void): Disposable
}

export function createActivity(): Activity {
  const listeners = new Set<() => void>()
  let underWay = 0
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  return {
    begin() {
      underWay += 1
      tell()
      let ended = false
      return () => {
        if (ended) return
        ended = true
        underWay -= 1
        if (underWay === 0) tell()
      }
    },
    isQuiet: () => underWay === 0,
    onChange(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => listeners.delete(listener) }
    },
  }
}
