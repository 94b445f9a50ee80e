import { type Cut, type Cutter, sizesOf } from './cutter.ts'
import { splitByPage } from './sections.ts'
import { splitSpan } from './split-span.ts'

/** Cuts into pieces of one size, whatever they hold, each beginning with the last words of the one before. */
export const cutFixed: Cutter = function* ({ text, blocks }, chunking): Generator<Cut> {
  for (const { start, end } of splitByPage(blocks))
    yield* splitSpan(text, { unit: 'word', start, end }, sizesOf(chunking))
}
