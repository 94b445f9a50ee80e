import type { Fragment } from '../pdf/fragments.ts'
import type { Line, LinePiece } from '../pdf/lines.ts'
import type { PixelBox, RecognisedLine, RecognisedPage, RecognisedWord } from './recognised-page.ts'

/** Of a picture in pixels, or of the page that it shows in points. */
export type PageSize = { width: number; height: number }

/** Of the usual height of a page's lines: how much taller one is before it counts as set larger. */
const larger = 1.35
/** Of a line's height: a gap that no space between words has. */
const wideGap = 1.5

/** Recognised lines as the lines of a PDF's text are, so that one set of rules makes paragraphs of both. */
export function toLines(page: RecognisedPage, picture: PageSize, size: PageSize): Line[] {
  const usual = { any: usualHeight(page.lines), true: 0, false: 0 }
  for (const way of [true, false]) usual[`${way}`] = usualHeight(page.lines.filter((line) => line.rightToLeft === way))
  const points = size.height / picture.height
  return page.lines.map((line) => {
    // A line's height depends on its letters; only what is plainly larger than others of its script is of another size.
    const ratio = line.height / usual[`${line.rightToLeft}`]
    return toLine(line, { picture, points, fontSize: usual.any * points * (ratio > larger ? ratio : 1) })
  })
}

/** Half of the lines are as high or higher. */
function usualHeight(lines: readonly RecognisedLine[]): number {
  const heights = lines.map(({ height }) => height).sort((left, right) => left - right)
  return heights[heights.length >> 1] ?? 1
}

type Scale = { picture: PageSize; points: number; fontSize: number }

function toLine(line: RecognisedLine, { picture, points, fontSize }: Scale): Line {
  const angle = angleOf(line)
  const pieces: LinePiece[] = []
  const segments: Fragment[][] = []
  let text = ''
  for (const word of line.words) {
    if (text !== '') text += ' '
    const box = partOf(word.box, picture)
    pieces.push({ start: text.length, end: text.length + word.text.length, box })
    text += word.text
    const fragment = toFragment(word, { line, angle, box, points, fontSize })
    const before = segments.at(-1)?.at(-1)
    if (before !== undefined && gapBetween(before, fragment) < fontSize * wideGap) segments.at(-1)?.push(fragment)
    else segments.push([fragment])
  }
  const fragments = segments.flat()
  const along = Math.min(...fragments.map((fragment) => fragment.along))
  const alongEnd = Math.max(...fragments.map((fragment) => fragment.alongEnd))
  const across = fragments.reduce((sum, fragment) => sum + fragment.across, 0) / fragments.length
  const ends = line.rightToLeft ? { along: -alongEnd, alongEnd: -along } : { along, alongEnd }
  return { text, pieces, segments, size: fontSize, angle, across, ...ends }
}

type Setting = { line: RecognisedLine; angle: number; box: Fragment['box']; points: number; fontSize: number }

function toFragment(word: RecognisedWord, { line, angle, box, points, fontSize }: Setting): Fragment {
  const { x, y, width, height } = word.box
  const corners = [
    [x, y],
    [x + width, y + height],
  ] as const
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const along = corners.map(([u, v]) => (u * cos + v * sin) * points)
  const across = corners.map(([u, v]) => (v * cos - u * sin) * points)
  return {
    text: word.text,
    size: fontSize,
    angle,
    along: Math.min(...along),
    alongEnd: Math.max(...along),
    across: Math.max(...across),
    rightToLeft: line.rightToLeft,
    monospace: false,
    font: '',
    spaceBefore: true,
    box,
  }
}

/** Which way the line runs: 0, 90, 180 or 270 degrees clockwise, from where its words stand. */
function angleOf({ words, rightToLeft }: RecognisedLine): number {
  const [first, last] = [words[0]?.box, words.at(-1)?.box]
  if (first === undefined || last === undefined) return 0
  const dx = last.x + last.width / 2 - first.x - first.width / 2
  const dy = last.y + last.height / 2 - first.y - first.height / 2
  const forwards = rightToLeft ? -1 : 1
  if (Math.abs(dy) > Math.abs(dx)) return dy * forwards > 0 ? 90 : 270
  return dx * forwards < 0 ? 180 : 0
}

function gapBetween(before: Fragment, after: Fragment): number {
  return Math.max(after.along - before.alongEnd, before.along - after.alongEnd)
}

function partOf({ x, y, width, height }: PixelBox, picture: PageSize): Fragment['box'] {
  const part = (value: number, whole: number) => Math.min(1, Math.max(0, value / whole))
  const [left, top] = [part(x, picture.width), part(y, picture.height)]
  return {
    x: left,
    y: top,
    width: part(x + width, picture.width) - left,
    height: part(y + height, picture.height) - top,
  }
}
