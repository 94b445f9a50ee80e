/**
 * Dollars that a person typed, in nano-dollars: `12`, `0.5`, `1.25`; a comma stands for the point too. Null for what is
 * none, has more than nine decimals, or is past a million.
 */
export function readDollars(typed: string): number | null {
  const [, whole = '', part = ''] = /^\$?\s*(\d{1,7})(?:[.,](\d{1,9}))?$/.exec(typed.trim()) ?? []
  if (whole === '') return null
  const nanoDollars = Number(whole) * 1e9 + Number(part.padEnd(9, '0'))
  return nanoDollars > 1e15 ? null : nanoDollars
}

/** Nano-dollars as a person types dollars, without zeros at the end. */
export function writeDollars(nanoDollars: number): string {
  const whole = Math.floor(nanoDollars / 1e9)
  const part = String(nanoDollars % 1e9)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return part === '' ? `${whole}` : `${whole}.${part}`
}
