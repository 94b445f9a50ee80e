/** Most that an amount, or the price of a million tokens, may be: a million dollars, in nano-dollars. */
export const mostNanoDollars = 1e15

/**
 * Dollars as people write them, such as `1.25` or `$0.002`, in nano-dollars. Exact, because it is read digit by digit;
 * null for what is no amount, what is finer than a nano-dollar, and what is above `mostNanoDollars`.
 */
export function parseDollars(typed: string): number | null {
  const [, whole, part = ''] = /^\$?(\d{1,7})(?:\.(\d{1,9}))?$/.exec(typed.trim()) ?? []
  if (whole === undefined) return null
  const nanoDollars = Number(whole) * 1e9 + Number(part.padEnd(9, '0'))
  return nanoDollars <= mostNanoDollars ? nanoDollars : null
}

/** Nano-dollars as dollars with every digit that counts: `0.0000005`, `1.25`, `3`. */
export function exactDollars(nanoDollars: number): string {
  const whole = Math.floor(nanoDollars / 1e9)
  const part = String(nanoDollars % 1e9)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return part === '' ? `${whole}` : `${whole}.${part}`
}
