/** Calendar units, as they begin in a time zone. Weeks begin on Mondays. */
export type CalendarStep = 'hour' | 'day' | 'week' | 'month'

/** Half open, in milliseconds since the epoch. */
export type Period = { from: number; to: number }

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a time zone that nobody knows */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
    formats.set(timeZone, format)
  }
  return format
}

/** What the clock on the wall shows, written as if it were UTC. */
function wallOf(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall + (at % 1_000)
}

/** The first instant at which the wall shows this or later: where clocks go forward over it, the instant they do. */
function instantOf(wall: number, timeZone: string): number {
  const before = wallOf(wall - dayMs, timeZone) - (wall - dayMs)
  const early = wall - before
  const offset = wallOf(early, timeZone) - early
  // Nothing has changed since the day before; of two instants that show this, it is the first.
  if (offset === before) return early
  const late = wall - offset
  return wallOf(late, timeZone) === wall ? late : early
}

function startOnWall(wall: number, step: Exclude<CalendarStep, 'hour'>): number {
  const date = new Date(wall)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (step === 'month') return Date.UTC(year, month, 1)
  return Date.UTC(year, month, step === 'week' ? day - ((date.getUTCDay() + 6) % 7) : day)
}

function nextOnWall(start: number, step: Exclude<CalendarStep, 'hour'>): number {
  if (step !== 'month') return start + (step === 'week' ? 7 : 1) * dayMs
  const date = new Date(start)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}

/** The step of the calendar that an instant is in. Days of 23 or 25 hours are as long as they are. */
export function periodAt(at: number, step: CalendarStep, timeZone: string): Period {
  const wall = wallOf(at, timeZone)
  if (step === 'hour') {
    const from = at - (((wall % hourMs) + hourMs) % hourMs)
    return { from, to: from + hourMs }
  }
  const start = startOnWall(wall, step)
  return { from: instantOf(start, timeZone), to: instantOf(nextOnWall(start, step), timeZone) }
}

/** The steps that cover `from` to `to`, in order; the first and the last may reach beyond them. */
export function periodsOver({ from, to }: Period, step: CalendarStep, timeZone: string): Period[] {
  const periods: Period[] = []
  for (let at = from; at < to; ) {
    const period = periodAt(at, step, timeZone)
    periods.push(period)
    at = period.to
  }
  return periods
}

/** Year, month (1 to 12), day and weekday (0 is Monday) that the wall shows. */
export function dateAt(at: number, timeZone: string): { year: number; month: number; day: number; weekday: number } {
  const date = new Date(wallOf(at, timeZone))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: (date.getUTCDay() + 6) % 7,
  }
}
