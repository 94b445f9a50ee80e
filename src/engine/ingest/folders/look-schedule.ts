/** Milliseconds. */
export type Pace = {
  /** After the last sign of a change. */
  quiet: number
  /** Between two looks at least; also ten times as long as a look takes. */
  spacing: number
  /** Between checks that the folder is there; a whole look when the system tells of no changes. */
  pulse: number
  /** Between whole looks, for changes that nobody tells of: on network drives, behind links. */
  slow: number
}

export const defaultPace: Pace = { quiet: 300, spacing: 1_000, pulse: 30_000, slow: 600_000 }

export type LookSchedule = {
  /** A change was noticed: looks when it has been quiet for a moment, or when changes go on for too long. */
  notice(): void
  /** Looks as soon as `afterMs` have passed. */
  ask(afterMs?: number): void
  /** A look has ended that took so long. */
  ended(tookMs: number): void
  close(): void
}

const never = Number.POSITIVE_INFINITY

/** Decides when a folder is looked at. Measures with a clock that nobody can set. */
export function createLookSchedule(pace: Pace, look: () => void): LookSchedule {
  let timer: NodeJS.Timeout | null = null
  let asked = never
  let noticed = never
  let firstNotice = never
  let notBefore = 0
  let spacing = pace.spacing
  let closed = false

  function set(): void {
    if (timer !== null) clearTimeout(timer)
    if (closed) return
    timer = setTimeout(
      () => {
        asked = never
        noticed = never
        firstNotice = never
        look()
      },
      Math.max(0, Math.min(asked, noticed) - performance.now()),
    )
  }

  return {
    notice() {
      const now = performance.now()
      firstNotice = Math.min(firstNotice, now)
      noticed = Math.max(notBefore, Math.min(now + pace.quiet, firstNotice + spacing))
      set()
    },
    ask(afterMs = 0) {
      asked = Math.min(asked, performance.now() + afterMs)
      set()
    },
    ended(tookMs) {
      spacing = Math.max(pace.spacing, 10 * tookMs)
      notBefore = performance.now() + spacing
    },
    close() {
      closed = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
