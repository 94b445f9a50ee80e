import { parseAddress } from './cell-address.ts'

/** Merged ranges of one sheet that are looked at; a book of a person has some hundred. */
const mostMerges = 200_000
const longestReference = 64

/**
 * Cells that span several rows of one column: the last row, by `column:row` of the first cell. Sheets tell it behind
 * their rows, so it is found in the bytes before the sheet is parsed. Cells that also span columns are titles.
 */
export function readMerges(pieces: Iterable<Uint8Array>): ReadonlyMap<string, number> {
  const merges = new Map<string, number>()
  let rest = ''
  for (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    if (!mayHold(rest, bytes)) {
      rest = bytes.subarray(-longestReference).toString('latin1')
      continue
    }
    const text = rest + bytes.toString('latin1')
    for (const [, from = '', to = ''] of text.matchAll(/mergeCell\s[^<>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g)) {
      const [first, last] = [parseAddress(from), parseAddress(to)]
      if (first === null || last === null || first.column !== last.column || merges.size === mostMerges) continue
      merges.set(`${first.column}:${first.row}`, last.row)
    }
    rest = text.slice(-longestReference)
  }
  return merges
}

function mayHold(rest: string, bytes: Buffer): boolean {
  return rest.includes('merge') || rest.includes('<m') || bytes.includes('mergeCell')
}
