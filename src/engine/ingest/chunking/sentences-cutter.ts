import { type Cut, type Cutter, sizesOf } from './cutter.ts'
import { splitByHeading } from './sections.ts'
import { sentencesOf } from './split-sentences.ts'
import { cutWindows } from './windows.ts'

/** A chunk for each sentence, with some before and after it; sections and pages end windows. */
export const cutBySentences: Cutter = function* ({ text, blocks }, chunking): Generator<Cut> {
  const sizes = sizesOf(chunking)
  const around = chunking.windowSentences * 2
  for (const section of splitByHeading(blocks)) {
    const sentences = sentencesOf(text, section, sizes)
    yield* cutWindows(text, sentences, { units: around + 1, overlap: around, sizes })
  }
}
