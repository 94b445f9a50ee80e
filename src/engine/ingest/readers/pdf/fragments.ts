import type { TextRun } from '../../../store/repositories/documents.ts'
import { cleanText } from '../text/clean-text.ts'
import { asMatrix, type Matrix, multiply } from './matrix.ts'
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
  /** Name of the font in its file; empty for recognised text. */
  font: string
  /** White space was set between the fragment before and this one. */
  spaceBefore: boolean
  box: Box
}

export type PageText = {
  /** Points. */
  width: number
  height: number
  fragments: Fragment[]
  /** Characters that a person reads, and those whose font does not tell what they mean. */
  legible: number
  illegible: number
}

/** What is used of a text item of pdf.js. */
type Item = { str: string; dir: string; transform: number[]; width: number; height: number; fontName: string }
type Style = { fontFamily: string; ascent: number; descent: number; vertical: boolean }

/** A font's box when the file does not tell, in parts of its size. */
const usualAscent = 0.8
const usualDescent = -0.2

/** What pdf.js gives for a glyph whose font names no character: its number, as a control or private character. */
const withoutMeaning = /[\p{Co}\p{Cn}\ufffd]|(?![\t\n\v\f\r])\p{Cc}/gu
const withMeaning = /[\p{L}\p{N}]/gu

/** The text of a page with its places; crop box, rotation and user unit applied. */
export async function readFragments(page: PDFPageProxy): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent()
  const toView = asMatrix(viewport.transform)
  const size = { width: viewport.width, height: viewport.height }
  const fragments: Fragment[] = []
  let spaceBefore = false
  let [legible, illegible] = [0, 0]
  for (const item of content.items) {
    if (!('str' in item)) continue
    illegible += item.str.match(withoutMeaning)?.length ?? 0
    legible += item.str.match(withMeaning)?.length ?? 0
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
  return { ...size, fragments, legible, illegible }
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
    font: item.fontName,
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
