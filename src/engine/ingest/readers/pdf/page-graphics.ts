import { applyTo, asMatrix, type Matrix, multiply } from './matrix.ts'
import { loadPdfjs, type PDFPageProxy } from './pdfjs.ts'

/** A straight line along an axis of the page as a person sees it, in points. For `across`, `from` and `to` are x. */
export type Ruling = { direction: 'across' | 'down'; at: number; from: number; to: number }

export type PageGraphics = {
  /** Share of the page that pictures cover, 0 to 1; those that overlap count twice, up to 1. */
  pictured: number
  /** Dots an inch of the picture that covers most of the page; null without one. */
  dotsPerInch: number | null
  /** Shapes that were filled or stroked and are no rulings. Letters that were turned into outlines are hundreds of them. */
  shapes: number
  rulings: Ruling[]
  /** Names, as text items have them, of the bold fonts. */
  boldFonts: Set<string>
}

/** Points: what is thinner is a line, whether it was stroked or filled. */
const thickest = 2.5
const shortest = 6
/** A drawing with more is no table, and looking for cells in it would take long. */
const mostRulings = 2_000

/**
 * What a page shows beside its text. Decodes its pictures, so it takes longer than the text does; and waits for them, or
 * pdf.js would go on with a picture when the document is closed, at the cost of the next file.
 */
export async function readGraphics(page: PDFPageProxy): Promise<PageGraphics> {
  const { OPS } = await loadPdfjs()
  const viewport = page.getViewport({ scale: 1 })
  const { fnArray, argsArray } = await page.getOperatorList()
  const graphics: PageGraphics = { pictured: 0, dotsPerInch: null, shapes: 0, rulings: [], boldFonts: new Set() }
  const area = viewport.width * viewport.height
  let matrix = asMatrix(viewport.transform)
  const saved: Matrix[] = []
  let largest = 0
  const decoding: Promise<unknown>[] = []
  const pictures = new Set<number>([
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
    OPS.paintImageXObjectRepeat,
    OPS.paintImageMaskXObjectRepeat,
    OPS.paintInlineImageXObjectGroup,
    OPS.paintImageMaskXObjectGroup,
  ])
  for (const [index, operator] of fnArray.entries()) {
    const parameters = argsArray[index]
    if (operator === OPS.save) saved.push(matrix)
    else if (operator === OPS.restore) matrix = saved.pop() ?? matrix
    else if (operator === OPS.transform) matrix = multiply(matrix, asMatrix(parameters))
    else if (operator === OPS.paintFormXObjectBegin) {
      saved.push(matrix)
      if (parameters[0]) matrix = multiply(matrix, asMatrix(parameters[0]))
    } else if (operator === OPS.paintFormXObjectEnd) matrix = saved.pop() ?? matrix
    else if (operator === OPS.constructPath && parameters[0] !== OPS.endPath)
      addPath(graphics, parameters[1][0], matrix)
    else if (operator === OPS.setFont && isBold(page, parameters[0])) graphics.boldFonts.add(parameters[0])
    else if (pictures.has(operator)) {
      const share = areaOfUnitSquare(matrix) / area
      graphics.pictured += share
      if (share > largest) graphics.dotsPerInch = resolutionOf(parameters, matrix)
      largest = Math.max(largest, share)
      if (typeof parameters[0] === 'string') decoding.push(decoded(page, parameters[0]))
    }
  }
  await Promise.all(decoding)
  graphics.pictured = Math.min(1, graphics.pictured)
  return graphics
}

/** When a picture has been decoded or given up. Those of several pages are kept apart, under names with this prefix. */
function decoded(page: PDFPageProxy, name: string): Promise<unknown> {
  const objects = name.startsWith('g_') ? page.commonObjs : page.objs
  return new Promise((resolve) => objects.get(name, resolve, resolve))
}

/** Pictures are painted into the unit square. */
function areaOfUnitSquare([a, b, c, d]: Matrix): number {
  return Math.abs(a * d - b * c)
}

/** Pictures come by name with their width and height in pixels, or as themselves; `null` for repeated stamps. */
function resolutionOf([picture, width]: unknown[], [a, b]: Matrix): number | null {
  const pixels = typeof width === 'number' ? width : (picture as { width?: unknown } | null)?.width
  const inches = Math.hypot(a, b) / 72
  return typeof pixels === 'number' && inches > 0 ? pixels / inches : null
}

function isBold(page: PDFPageProxy, font: string): boolean {
  if (!page.commonObjs.has(font)) return false
  const { name } = page.commonObjs.get(font) as { name?: string }
  return name !== undefined && /bold|black|heavy/i.test(name)
}

type Point = [number, number]

function addPath(graphics: PageGraphics, data: Float32Array | null, matrix: Matrix): void {
  if (data === null || !(data instanceof Float32Array)) return
  for (const outline of outlinesOf(data)) {
    const rulings = outline === 'curved' ? [] : rulingsOf(outline.map(([x, y]) => applyTo(matrix, x, y)))
    if (rulings.length === 0) graphics.shapes++
    else if (graphics.rulings.length < mostRulings) graphics.rulings.push(...rulings)
  }
}

/** Numbers of coordinates after each drawing operator of pdf.js: move, line, curve, quadratic curve, close. */
const operands = [2, 2, 6, 4, 0]

/** The corners of every outline of a path that has straight edges only. */
function outlinesOf(data: Float32Array): (Point[] | 'curved')[] {
  const outlines: (Point[] | 'curved')[] = []
  let open: Point[] = []
  let curved = false
  const close = () => {
    if (curved) outlines.push('curved')
    else if (open.length > 1) outlines.push(open)
    open = []
    curved = false
  }
  for (let at = 0; at < data.length; at += 1 + (operands[data[at] ?? 4] ?? 0)) {
    const operator = data[at]
    const point: Point = [data[at + 1] ?? 0, data[at + 2] ?? 0]
    if (operator === 0) {
      close()
      open.push(point)
    } else if (operator === 1) open.push(point)
    else if (operator === 4 && open[0] !== undefined) open.push(open[0])
    else if (operator === 2 || operator === 3) curved = true
  }
  close()
  return outlines
}

/** A thin box is one ruling, another box is its four edges, a stroked line is itself; anything slanted is none. */
function rulingsOf(points: readonly Point[]): Ruling[] {
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const [width, height] = [right - left, bottom - top]
  if (height <= thickest && width >= shortest)
    return [{ direction: 'across', at: (top + bottom) / 2, from: left, to: right }]
  if (width <= thickest && height >= shortest)
    return [{ direction: 'down', at: (left + right) / 2, from: top, to: bottom }]
  const rulings: Ruling[] = []
  for (const [index, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[index + 1] ?? [x, y]
    const [dx, dy] = [Math.abs(nextX - x), Math.abs(nextY - y)]
    if (dx > 0.5 && dy > 0.5) return []
    if (dy <= 0.5 && dx >= shortest)
      rulings.push({ direction: 'across', at: y, from: Math.min(x, nextX), to: Math.max(x, nextX) })
    if (dx <= 0.5 && dy >= shortest)
      rulings.push({ direction: 'down', at: x, from: Math.min(y, nextY), to: Math.max(y, nextY) })
  }
  return rulings
}
