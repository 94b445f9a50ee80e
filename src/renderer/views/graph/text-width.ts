const longest = 28
let context: CanvasRenderingContext2D | null = null
const known = new Map<string, number>()

/** A name as it is written in the picture: a long one ends in an ellipsis; the list has all of it. */
export function shorten(name: string): string {
  const letters = [...name]
  return letters.length <= longest
    ? name
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`
}

/** Pixels that a label takes in the face of the page. */
export function labelWidth(label: string): number {
  const before = known.get(label)
  if (before !== undefined) return before
  context ??= document.createElement('canvas').getContext('2d')
  if (context === null) return label.length * 7
  context.font = `12px ${getComputedStyle(document.body).fontFamily}`
  const { width } = context.measureText(label)
  known.set(label, width)
  return width
}
