import { type GreyPicture, type PictureFile, type QuarterTurns, turnPicture } from './grey-picture.ts'
import { type RecognisedPage, turnBack } from './recognised-page.ts'
import { type RecogniseOptions, recognise } from './recogniser.ts'

/** Upright text in a bad scan is hardly ever worse than this; sideways or upside down it nearly always is. */
const upright = 65
/** For a page whichever way up, well under the time that the pool of readers adds for one. */
const pageLimitMs = 50_000

/**
 * Recognises a page that may lie sideways or stand on its head, which nothing in the file has to say. Boxes are those of
 * the picture as it was given.
 */
export async function recogniseAnyWayUp(
  picture: GreyPicture | PictureFile,
  options: Omit<RecogniseOptions, 'limitMs'>,
): Promise<RecognisedPage> {
  const begun = performance.now()
  const attempt = (way: GreyPicture | PictureFile) =>
    recognise(way, { ...options, limitMs: pageLimitMs - (performance.now() - begun) })
  const asGiven = await attempt(picture)
  // A picture that only Tesseract decodes stays as it is.
  if (asGiven.confidence >= upright || 'file' in picture || isBlank(picture)) return asGiven
  let best = asGiven
  for (const turns of [1, 3, 2] satisfies QuarterTurns[]) {
    if (performance.now() - begun > pageLimitMs / 2 || best.confidence >= upright) break
    const turned = turnPicture(picture, turns)
    const page = turnBack(await attempt(turned), turns, turned)
    if (evidence(page) > evidence(best)) best = page
  }
  return best
}

/** Many sure letters speak for a direction; a few, however sure, happen in any. */
function evidence({ lines, confidence }: RecognisedPage): number {
  const letters = lines.reduce((sum, { words }) => sum + words.reduce((all, { text }) => all + text.length, 0), 0)
  return confidence * Math.sqrt(letters)
}

/** Paper of one shade: nothing darker than the lightest by a fifth. */
function isBlank({ pixels }: GreyPicture): boolean {
  let [darkest, lightest] = [255, 0]
  for (const pixel of pixels) {
    if (pixel < darkest) darkest = pixel
    if (pixel > lightest) lightest = pixel
  }
  return lightest - darkest < 51
}
