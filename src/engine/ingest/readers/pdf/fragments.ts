import type { TextRun } from '../../../store/repositories/documents.ts'
import { cleanText } from '../clean-text.ts'
import type { PDFPageProxy } from './pdfjs.ts'

export type Box = Pick<TextRun, 'x' | 'y' | 'width' | 'height'>

/**
 * A run of text as it was set. `along` runs in the direction of writing, `across` from line to line, both in points on
 * the page as a person sees it; so rotated text is ordered by the same rules as upright text.
 */
export type Fragment = {
  text: string
  /** Height of the font in points. */
  size: number
  /** Direction of writing in whole degrees, clockwise, 0 to 359. */
  angle: number
  along: number
  alongEnd: number
  across: number
  rightToLeft: boolean
  monospace: boolean
  /** White space was set between the fragment before and this one. */
  spaceBefore: boolean
  box: Box
}

export type PageText = { width: number; height: number; fragments: Fragment[] }

type Matrix = readonly [number, number, number, number, number, number]

/** What is used of a text item of pdf.js. */
type Item = { str: string; dir: string; transform: number[]; width: number; height: number; fontName: string }
type Style = { fontFamily: string; ascent: number; descent: number; vertical: boolean }

/** A font's box when the file does not tell, in parts of its size. */
const usualAscent = 0.8
const usualDescent = -0.2

/** The text of a page with its places; crop box, rotation and user unit applied. */
export async function readFragments(page: PDFPageProxy): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent()
  const toView = asMatrix(viewport.transform)
  const size = { width: viewport.width, height: viewport.height }
  const fragments: Fragment[] = []
  let spaceBefore = false
  for (const item of content.items) {
    if (!('str' in item)) continue
    // pdf.js keeps soft hyphens; on a page they are either invisible or the end of a line.
    const text = cleanText(item.str.replace(/\u00ad(?=.)/g, '')).replaceAll('\n', ' ')
    if (text.trim() === '') {
      spaceBefore ||= text !== ''
      continue
    }
    const style = content.styles[item.fontName] as Style | undefined
    const fragment = place({ ...item, str: text }, { style, toView, size })
    if (!repeats(fragment, fragments.at(-1))) fragments.push({ ...fragment, spaceBefore })
    spaceBefore = false
  }
  return { ...size, fragments }
}

type Placing = { style: Style | undefined; toView: Matrix; size: { width: number; height: number } }

function place(item: Item, { style, toView, size }: Placing): Fragment {
  const [a, b, c, d, x, y] = multiply(toView, asMatrix(item.transform))
  const fontSize = Math.hypot(c, d) || Math.hypot(a, b)
  const scale = Math.hypot(toView[0], toView[1])
  const vertical = style?.vertical === true
  const radians = Math.atan2(b, a) + (vertical ? Math.PI / 2 : 0)
  const length = (vertical ? item.height : item.width) * scale
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const along = x * cos + y * sin
  return {
    text: item.str,
    size: fontSize,
    angle: (Math.round((radians * 180) / Math.PI) + 360) % 360,
    along,
    alongEnd: along + length,
    across: y * cos - x * sin,
    rightToLeft: item.dir === 'rtl',
    monospace: style?.fontFamily === 'monospace',
    spaceBefore: false,
    box: boxOf({ x, y, cos, sin, length }, extent(style, fontSize, vertical), size),
  }
}

/** How far the font reaches over and under its baseline, in points. */
function extent(style: Style | undefined, fontSize: number, vertical: boolean): { up: number; down: number } {
  if (vertical) return { up: fontSize / 2, down: fontSize / 2 }
  const ascent = style?.ascent || usualAscent
  const descent = style?.descent || usualDescent
  return { up: ascent * fontSize, down: -descent * fontSize }
}

type Baseline = { x: number; y: number; cos: number; sin: number; length: number }

/** The upright rectangle around a run of text that may be turned, in parts of the page, cut at the page's edges. */
function boxOf(
  line: Baseline,
  { up, down }: { up: number; down: number },
  page: { width: number; height: number },
): Box {
  const corners = [
    [0, -up],
    [0, down],
    [line.length, -up],
    [line.length, down],
  ] as const
  const xs = corners.map(([u, v]) => clamp((line.x + u * line.cos - v * line.sin) / page.width))
  const ys = corners.map(([u, v]) => clamp((line.y + u * line.sin + v * line.cos) / page.height))
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part))
}

/** Bold is sometimes faked by setting the same text twice, a hair apart. */
function repeats(fragment: Fragment, before: Fragment | undefined): boolean {
  return (
    before !== undefined &&
    before.text === fragment.text &&
    before.angle === fragment.angle &&
    Math.abs(before.along - fragment.along) < fragment.size * 0.1 &&
    Math.abs(before.across - fragment.across) < fragment.size * 0.1
  )
}

/** PDF matrices are six numbers [a b c d e f]: x' = ax + cy + e, y' = bx + dy + f (ISO 32000-1, 8.3.3). */
function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  const [g, h, i, j, k, l] = inner
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

function asMatrix(numbers: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers
  return [a, b, c, d, e, f]
}
