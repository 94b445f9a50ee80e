/** Stands for what fills the gap; no catalogue holds it. */
const mark = '\u0000'

/**
 * A sentence of the catalogue with one gap, looked up once and then filled often: a lookup for every row that comes into view
 * was a fifth of the work of drawing it.
 */
export function oneGap(sentence: (gap: string) => string): (value: string) => string {
  const parts = sentence(mark).split(mark)
  return (value) => parts.join(value)
}
