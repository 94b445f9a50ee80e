import type { GreyPicture, QuarterTurns } from './grey-picture.ts'

/** What Tesseract says of a page. Boxes in pixels of the picture after it was turned by `tilt` radians, clockwise. */
export type TesseractPage = {
  tilt: number
  blocks: { paragraphs: { is_ltr: 0 | 1 | boolean; lines: TesseractLine[] }[] }[]
}
type TesseractLine = {
  rowAttributes: { rowHeight: number }
  words: { text: string; confidence: number; bbox: { x0: number; y0: number; x1: number; y1: number } }[]
}

/** Rectangle in pixels of the picture that was given to be recognised. */
export type PixelBox = { x: number; y: number; width: number; height: number }
export type RecognisedWord = { text: string; confidence: number; box: PixelBox }
export type RecognisedLine = { words: RecognisedWord[]; height: number; rightToLeft: boolean }

/** Lines in reading order, their words in the order in which they are read. */
export type RecognisedPage = {
  lines: RecognisedLine[]
  /** 0 to 100, of all characters; 0 without any. */
  confidence: number
}

/** Under this a word is a guess at specks, edges and drawings. */
const leastConfidence = 25

/** Marks of direction, which Tesseract puts around right-to-left words; the order of the text says the same. */
const directionMarks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const rightToLeftLetter = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g
const otherLetter = /[\p{L}--[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]]/gv

export function toRecognisedPage(
  { blocks, tilt }: TesseractPage,
  picture: Pick<GreyPicture, 'width' | 'height'>,
): RecognisedPage {
  const lines = blocks
    .flatMap((block) => block.paragraphs.flatMap((paragraph) => paragraph.lines))
    .map(({ words: found, rowAttributes }) => {
      const kept = found
        .map(({ text, confidence, bbox }) => ({
          text: text.replace(directionMarks, '').trim(),
          confidence,
          box: straighten(bbox, tilt, picture),
        }))
        .filter(({ text, confidence }) => text !== '' && confidence >= leastConfidence)
      const rightToLeft = readsFromRight(kept)
      const words = rightToLeft ? endWithItsStop(kept) : kept
      return { words, height: rowAttributes.rowHeight, rightToLeft }
    })
    .filter(({ words }) => words.length > 0)
  return { lines, confidence: meanConfidence(lines) }
}

function readsFromRight(words: readonly { text: string }[]): boolean {
  const text = words.map((word) => word.text).join('')
  return (text.match(rightToLeftLetter)?.length ?? 0) > (text.match(otherLetter)?.length ?? 0)
}

const stopBefore = /^([.،؛؟!:]+)(.+)$/

/**
 * A line of right-to-left text set among left-to-right ones has its full stop drawn at the right, where the line begins;
 * no sentence begins with one.
 */
function endWithItsStop(words: readonly RecognisedWord[]): RecognisedWord[] {
  const [first, ...others] = words
  const [, stop, rest] = stopBefore.exec(first?.text ?? '') ?? []
  const last = others.at(-1)
  if (first === undefined || last === undefined || stop === undefined || rest === undefined) return [...words]
  return [{ ...first, text: rest }, ...others.slice(0, -1), { ...last, text: last.text + stop }]
}

function meanConfidence(lines: readonly RecognisedLine[]): number {
  const words = lines.flatMap((line) => line.words)
  const characters = words.reduce((sum, { text }) => sum + text.length, 0)
  if (characters === 0) return 0
  const mean = words.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / characters
  return Math.round(mean * 10) / 10
}

/** Tesseract turned the picture about its middle by `tilt`; the box around the word where it was before. */
function straighten(
  { x0, y0, x1, y1 }: TesseractLine['words'][number]['bbox'],
  tilt: number,
  { width, height }: Pick<GreyPicture, 'width' | 'height'>,
): PixelBox {
  if (tilt === 0) return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
  const [cos, sin] = [Math.cos(-tilt), Math.sin(-tilt)]
  const [middleX, middleY] = [(x0 + x1) / 2 - width / 2, (y0 + y1) / 2 - height / 2]
  const x = middleX * cos - middleY * sin + width / 2
  const y = middleX * sin + middleY * cos + height / 2
  return { x: x - (x1 - x0) / 2, y: y - (y1 - y0) / 2, width: x1 - x0, height: y1 - y0 }
}

/** The page as it stands in the picture before that was turned clockwise; `turned` is the picture's size after it. */
export function turnBack(
  page: RecognisedPage,
  turns: QuarterTurns,
  turned: Pick<GreyPicture, 'width' | 'height'>,
): RecognisedPage {
  if (turns === 0) return page
  const back = ({ x, y, width, height }: PixelBox): PixelBox => {
    if (turns === 2) return { x: turned.width - x - width, y: turned.height - y - height, width, height }
    if (turns === 1) return { x: y, y: turned.width - x - width, width: height, height: width }
    return { x: turned.height - y - height, y: x, width: height, height: width }
  }
  const lines = page.lines.map((line) => ({
    ...line,
    words: line.words.map((word) => ({ ...word, box: back(word.box) })),
  }))
  return { ...page, lines }
}
