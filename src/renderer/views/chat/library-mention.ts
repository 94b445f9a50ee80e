import type { Library } from '../../../contract/libraries.ts'

/** The `#word` that the caret stands behind: where it begins, and what has been typed of it. */
export type Mention = { start: number; query: string }

const pattern = /(?:^|\s)#([^\s#]{0,60})$/u

export function findMention(text: string, caret: number): Mention | null {
  const match = pattern.exec(text.slice(0, caret))
  if (match === null) return null
  const query = match[1] ?? ''
  return { start: caret - query.length - 1, query }
}

/** The text without the mention: what is chosen becomes a mark beside the composer, not a word in the question. */
export function removeMention(text: string, mention: Mention): string {
  return text.slice(0, mention.start) + text.slice(mention.start + mention.query.length + 1)
}

/** Libraries whose name holds what was typed, in any case; the eight best, names that begin with it first. */
export function matchLibraries(libraries: readonly Library[], query: string): readonly Library[] {
  const wanted = query.normalize('NFC').toLocaleLowerCase()
  const rank = (library: Library) => library.name.toLocaleLowerCase().indexOf(wanted)
  return libraries
    .filter((library) => rank(library) !== -1)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 8)
}
