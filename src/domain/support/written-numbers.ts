/** A number that is written in words, half-open in UTF-16 code units. */
export type WrittenNumber = { start: number; end: number; value: number }

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'
const magnitudes: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
}

const small: ReadonlyMap<string, number> = new Map([
  ...units.split(' ').map((word, value) => [word, value] as const),
  ...tens.split(' ').map((word, place) => [word, (place + 2) * 10] as const),
  ['dozen', 12],
])

const word = `(?:${[...small.keys(), ...Object.keys(magnitudes)].join('|')})`
const pattern = new RegExp(String.raw`\b(?:an?\s+(?=${word}s?\b))?${word}(?:(?:\s+and\s+|[\s-]+)${word})*\b`, 'giu')

/** Numbers in English words, such as `two hundred and five` or `a dozen`. */
export function findWrittenNumbers(text: string): WrittenNumber[] {
  return [...text.matchAll(pattern)].flatMap((match) =>
    readRun(match[0]).map(({ value, start, end }) => ({ value, start: match.index + start, end: match.index + end })),
  )
}

/** One number, or several where words do not go on to one (`two and three`, `one two`). */
function readRun(run: string): WrittenNumber[] {
  const found: WrittenNumber[] = []
  let open: { start: number; end: number; total: number; part: number } | null = null
  for (const { 0: text, index } of run.matchAll(/\p{L}+/gu)) {
    const name = text.toLowerCase()
    const magnitude = magnitudes[name] ?? (name === 'dozen' && open !== null ? 12 : undefined)
    const value = small.get(name)
    const end = index + text.length
    if (magnitude !== undefined) {
      open ??= { start: index, end, total: 0, part: 1 }
      if (magnitude < 1e3) open.part = (open.part || 1) * magnitude
      else {
        open.total += (open.part || 1) * magnitude
        open.part = 0
      }
      open.end = end
    } else if (value !== undefined) {
      if (open !== null && goesOn(open.part, value)) {
        open.part += value
        open.end = end
      } else {
        if (open !== null) found.push(close(open))
        open = { start: index, end, total: 0, part: value }
      }
    }
  }
  return open === null ? found : [...found, close(open)]
}

/** `twenty` goes on with `one` to `nine`, a hundred with what is below it. */
function goesOn(part: number, next: number): boolean {
  if (part === 0 || (part >= 100 && part % 100 === 0)) return next < 100
  return part % 100 >= 20 && part % 10 === 0 && next > 0 && next < 10
}

function close({
  start,
  end,
  total,
  part,
}: {
  start: number
  end: number
  total: number
  part: number
}): WrittenNumber {
  return { start, end, value: total + part }
}
