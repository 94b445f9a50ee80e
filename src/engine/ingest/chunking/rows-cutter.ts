import { type Cut, type Cutter, sizesOf } from './cutter.ts'
import { split } from './sections.ts'
import { cutStructure } from './structure-cutter.ts'

/** Tables by themselves, whole or in rows with the header beside them; everything else by its structure. */
export const cutByRows: Cutter = function* (source, chunking): Generator<Cut> {
  const isParted = (before: { kind: string }, block: { kind: string }) =>
    before.kind === 'table' || (block.kind === 'table' && before.kind !== 'heading' && before.kind !== 'caption')
  for (const run of split(source.blocks, isParted)) yield* cutStructure(source, run.blocks, sizesOf(chunking))
}
