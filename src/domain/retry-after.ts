/**
 * How long a server asks to be left alone, in milliseconds; null when it does not say. `header` is Retry-After: seconds or
 * a date (RFC 9110, 10.2.3).
 */
export function readRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
