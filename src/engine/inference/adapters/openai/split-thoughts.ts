const opening = '<think>'
const closing = '</think>'

export type Piece = { isThought: boolean; text: string }

/** Tells thoughts from the answer in a text that begins with `<think>`, whatever pieces it comes in. */
export type ThoughtSplitter = {
  take(text: string): Piece[]
  /** What was held back because it might have been a mark. */
  end(): Piece[]
}

/** Without `tags` all is answer. Nothing is lost: a text that only looks as if it began with the mark is given whole. */
export function createThoughtSplitter(tags: boolean): ThoughtSplitter {
  let place: 'before' | 'thoughts' | 'after' = tags ? 'before' : 'after'
  let held = ''

  function split(text: string, isLast: boolean): Piece[] {
    held += text
    if (place === 'before') {
      const begun = held.trimStart()
      if (!isLast && begun.length < opening.length && opening.startsWith(begun)) return []
      place = begun.startsWith(opening) ? 'thoughts' : 'after'
      if (place === 'thoughts') held = begun.slice(opening.length).replace(/^\n/, '')
    }
    if (place === 'thoughts') {
      const end = held.indexOf(closing)
      if (end === -1) {
        const kept = isLast ? 0 : mayBegin(held)
        const thought = held.slice(0, held.length - kept)
        held = held.slice(held.length - kept)
        return thought === '' ? [] : [{ isThought: true, text: thought }]
      }
      const thought = held.slice(0, end)
      held = held.slice(end + closing.length).replace(/^\s+/, '')
      place = 'after'
      return [{ isThought: true, text: thought }, ...split('', isLast)].filter((piece) => piece.text !== '')
    }
    const rest = held
    held = ''
    return rest === '' ? [] : [{ isThought: false, text: rest }]
  }

  return { take: (text) => split(text, false), end: () => split('', true) }
}

/** How much of the end of a text may be the beginning of the closing mark. */
function mayBegin(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length--) {
    if (closing.startsWith(text.slice(-length))) return length
  }
  return 0
}
