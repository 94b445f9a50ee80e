import { recogniseAnyWayUp } from '../ocr/recognise-any-way-up.ts'
import { toLines } from '../ocr/recognised-lines.ts'
import type { ReadContext } from '../reader.ts'
import type { Fragment, PageText } from './fragments.ts'
import type { Line } from './lines.ts'
import type { PageGraphics } from './page-graphics.ts'
import type { PDFPageProxy } from './pdfjs.ts'
import { renderPage } from './render-page.ts'

/** Fewer letters and digits than this on a page are a stamp or a page number, not its text. */
const stamp = 200
const hardlyAny = 16
/** A page on which more of the characters mean nothing has to be read from its picture. */
const mostIllegible = 0.3
/** Shapes that are more than a frame or a logo: letters as outlines. */
const outlinedLetters = 60

/** A page whose text may be no more than a stamp on a picture, so that a look at its graphics is worth its time. */
export function mayNeedRecognition(text: PageText): boolean {
  return text.legible < stamp || hasIllegibleText(text)
}

/** Whether the text of a page has to be read from its picture: there is too little of it, or it means nothing. */
export function needsRecognition(text: PageText, { pictured, shapes }: PageGraphics): boolean {
  if (hasIllegibleText(text)) return true
  if (text.legible < hardlyAny) return pictured > 0.02 || shapes >= outlinedLetters
  return text.legible < stamp && pictured >= 0.5
}

export function hasIllegibleText({ legible, illegible }: PageText): boolean {
  return illegible > (legible + illegible) * mostIllegible
}

/**
 * The lines that are read from a page's picture, without the words that stand in its text as well. Throws what drawing
 * or recognising throws.
 */
export async function recognisePage(
  page: PDFPageProxy,
  { text, graphics, ocr }: { text: PageText; graphics: PageGraphics; ocr: NonNullable<ReadContext['ocr']> },
): Promise<{ lines: Line[]; confidence: number }> {
  const { picture, dotsPerInch } = await renderPage(page, graphics.pictured >= 0.5 ? graphics.dotsPerInch : null)
  const recognised = await recogniseAnyWayUp(picture, { languages: ocr.languages, dotsPerInch })
  const known = hasIllegibleText(text) ? [] : text.fragments
  const lines = recognised.lines
    .map((line) => ({
      ...line,
      words: line.words.filter(({ box }) => {
        const x = (box.x + box.width / 2) / picture.width
        const y = (box.y + box.height / 2) / picture.height
        return !known.some((fragment) => contains(fragment.box, x, y))
      }),
    }))
    .filter(({ words }) => words.length > 0)
  return { lines: toLines({ ...recognised, lines }, picture, text), confidence: recognised.confidence }
}

function contains(box: Fragment['box'], x: number, y: number): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height
}
