/** The oldest of the three forms of a date, which does not say that it means UTC: `Sun Nov  6 08:49:37 1994`. */
const withoutZone = /^[a-z]{3} [a-z]{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/i

/**
 * How long a server asks to be left alone, in milliseconds; null when it does not say. `header` is Retry-After: seconds or
 * a date (RFC 9110, 10.2.3), or seconds with a fraction, which the standard has not and many servers send.
 */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000)
  // `Date.parse` takes `-1` and `soon 5` for days long ago: what names no time of the day is no date.
  if (!/\d\d:\d\d/.test(text)) return null
  const at = Date.parse(withoutZone.test(text) ? `${text} GMT` : text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
