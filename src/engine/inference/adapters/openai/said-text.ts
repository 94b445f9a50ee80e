/**
 * Text that comes in pieces, and again as a whole where a part, an item and the answer end. Servers name what ends by other
 * ids than its pieces, or by none: the text itself tells what of a whole is still to be said.
 */
export type SaidText = {
  add(piece: string): void
  /** How much has been said: the place where the next part begins. */
  length(): number
  /** What of `whole`, which began at `from`, has not been said yet; nothing where the pieces said something else. */
  missing(from: number, whole: string): string
}

export function createSaidText(): SaidText {
  let said = ''
  return {
    add(piece) {
      said += piece
    },
    length: () => said.length,
    missing(from, whole) {
      const begun = said.slice(from)
      return whole.startsWith(begun) ? whole.slice(begun.length) : ''
    },
  }
}
