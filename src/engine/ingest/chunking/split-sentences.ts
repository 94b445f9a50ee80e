import { splitSentences } from '../../../domain/sentences.ts'
import type { ChunkSizes, Piece } from './pieces.ts'
import type { Section } from './sections.ts'
import { splitWithoutGaps } from './split-span.ts'

/**
 * The sentences of a section, without gaps: the space before one belongs to it. Headings, list items and rows end one;
 * what is too long for a chunk is cut. A heading is part of the sentence after it.
 */
export function sentencesOf(text: string, section: Section, sizes: ChunkSizes): Piece[] {
  const pieces: Piece[] = []
  let start = section.start
  for (const block of section.blocks) {
    if (block.kind === 'heading' && block !== section.blocks.at(-1)) continue
    for (const { end } of endsOf(text, block)) {
      pieces.push(...splitWithoutGaps(text, { unit: 'word', start, end }, sizes))
      start = end
    }
  }
  return pieces
}

function endsOf(text: string, block: Section['blocks'][number]): { end: number }[] {
  if (block.kind === 'table' || block.kind === 'code') {
    const inside = text.slice(block.start, block.end)
    const ends = [...inside.matchAll(/\S[^\S\n]*\n/g)].map(({ index }) => ({ end: block.start + index + 1 }))
    return [...ends, { end: block.end }]
  }
  const ends = splitSentences(text.slice(block.start, block.end), block.start)
  return ends.length === 0 ? [] : [...ends.slice(0, -1), { end: block.end }]
}
