/** A time of day, half-open in UTF-16 code units, in minutes from midnight. Two where morning or evening is not said. */
export type ClockTime = { start: number; end: number; values: number[] }

const half = String.raw`(?:\s?([ap])\.?\s?m\b\.?)`
const single = new RegExp(
  String.raw`(?<![\p{N}.,:])(\d{1,2})(?:[:.h](\d{2}))?${half}|(?<![\p{N}.,:])(\d{1,2}):(\d{2})(?![\p{N}:])(?:\s?(?:hrs?|hours|uhr)\b)?|(?<![\p{N}.,:])(\d{1,2})\s?o['’]clock|\b(noon|midday|midnight)\b`,
  'giu',
)
/** `8 to 10 a.m.`: the first of a range is told by the second. */
const opened = /(?<![\p{N}.,:])(\d{1,2})(?:[:.](\d{2}))?\s*(?:to|and|until|till|[-–—])\s*$/iu

export function findClockTimes(text: string): ClockTime[] {
  if (!/\d|noon|midday|midnight/iu.test(text)) return []
  const found: ClockTime[] = []
  for (const match of text.matchAll(single)) {
    const [whole, hour, minute, part, fullHour, fullMinute, clock, name] = match
    const values =
      name !== undefined
        ? [name.toLowerCase() === 'midnight' ? 0 : 720]
        : hour !== undefined
          ? [inHalf(Number(hour), Number(minute ?? 0), part ?? 'a')]
          : clock !== undefined
            ? either(Number(clock), 0)
            : [Number(fullHour) * 60 + Number(fullMinute)]
    if (values.some((value) => !(value >= 0 && value <= 1_440))) continue
    const before = opened.exec(text.slice(Math.max(0, match.index - 16), match.index))
    if (
      before !== null &&
      fullHour === undefined &&
      found.at(-1)?.end !==
        Math.max(0, match.index - 16) + before.index + before[0].search(/\s*(?:to|and|until|till|[-–—])\s*$/iu)
    ) {
      const start = Math.max(0, match.index - 16) + before.index
      const own = either(Number(before[1]), Number(before[2] ?? 0))
      const end = start + before[0].replace(/\s*(?:to|and|until|till|[-–—])\s*$/iu, '').length
      if (own.every((value) => value < 1_440) && found.every((other) => other.end <= start)) {
        found.push({ start, end, values: own })
      }
    }
    const last = found.at(-1)
    // `2:05 to 3:50 p.m.`
    if (part !== undefined && last?.values.length === 1 && before !== null && last.values[0] !== undefined) {
      if (last.end >= match.index - 6 && last.values[0] < 720) last.values.push(last.values[0] + 720)
    }
    found.push({ start: match.index, end: match.index + whole.length, values })
  }
  return found
}

function inHalf(hour: number, minute: number, part: string): number {
  return ((hour % 12) + (part.toLowerCase() === 'p' ? 12 : 0)) * 60 + minute
}

function either(hour: number, minute: number): number[] {
  const value = hour * 60 + minute
  return hour <= 12 ? [value % 720, (value % 720) + 720] : [value]
}
