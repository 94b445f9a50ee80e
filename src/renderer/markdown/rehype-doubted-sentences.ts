import type { Element, ElementContent, Root, Text } from './hast.ts'

type Letter = { node: Text; offset: number }
type Range = { from: number; to: number; sentence: number }

/** Elements whose text is no part of a sentence. */
const skipped = new Set(['cite', 'sup', 'pre', 'math'])
const letter = /[\p{L}\p{N}]/u
const citationMark = /\[\^?[\d\s,;]+\]/g
const linkAddress = /\]\([^()\s]*\)/g
const lineMark = /^\s*(?:[-*+>#]+|\d+[.)])\s+/gm

/** The letters and digits of Markdown, which its rendering has too, whatever marks are around them. */
export function lettersOf(markdown: string): string {
  const bare = markdown.replace(lineMark, '').replace(linkAddress, ']').replace(citationMark, '')
  return [...bare].filter((each) => letter.test(each)).join('')
}

/**
 * Wraps sentences in `mark` elements, one for each stretch of text that they run through; `data-sentence` is the sentence's
 * place in the list, `data-last` stands on its last stretch. A sentence that isn't there marks nothing.
 *
 * @param sentences their letters and digits, as `lettersOf` gives them
 */
export function rehypeDoubtedSentences(sentences: readonly string[]) {
  return (tree: Root): void => {
    if (sentences.length === 0) return
    const letters: Letter[] = []
    collect(tree, letters)
    const text = letters.map(({ node, offset }) => String.fromCodePoint(node.value.codePointAt(offset) ?? 0))
    const ranges = findAll(text, sentences)
    if (ranges.length > 0) wrap(tree, { letters, ranges })
  }
}

function collect(parent: Root | Element, letters: Letter[]): void {
  for (const child of parent.children) {
    if (child.type === 'text') {
      let offset = 0
      for (const each of child.value) {
        if (letter.test(each)) letters.push({ node: child, offset })
        offset += each.length
      }
    } else if (child.type === 'element' && !isSkipped(child)) collect(child, letters)
  }
}

function isSkipped({ tagName, properties }: Element): boolean {
  return skipped.has(tagName) || (Array.isArray(properties.className) && properties.className.includes('math-inline'))
}

function findAll(text: readonly string[], sentences: readonly string[]): readonly Range[] {
  const joined = text.join('')
  // Places in the joined text count code units, those in the list of letters whole characters.
  const places = new Map<number, number>()
  let unit = 0
  for (const [index, each] of text.entries()) {
    places.set(unit, index)
    unit += each.length
  }
  places.set(unit, text.length)
  const ranges: Range[] = []
  for (const [sentence, letters] of sentences.entries()) {
    const at = letters === '' ? -1 : joined.indexOf(letters)
    const from = places.get(at)
    const to = places.get(at + letters.length)
    if (at !== -1 && from !== undefined && to !== undefined) ranges.push({ from, to, sentence })
  }
  return ranges
}

type Found = { letters: readonly Letter[]; ranges: readonly Range[] }

/** Where a sentence lies in one text node. */
type Stretch = { start: number; end: number; sentence: number; isLast: boolean }

function wrap(parent: Root | Element, found: Found): void {
  const children = parent.children.flatMap((child): ElementContent[] => {
    if (child.type === 'text') return cut(child, stretchesOf(child, found))
    if (child.type === 'element' && !isSkipped(child)) wrap(child, found)
    return child.type === 'doctype' ? [] : [child]
  })
  parent.children = children
}

function stretchesOf(node: Text, { letters, ranges }: Found): readonly Stretch[] {
  return ranges
    .flatMap(({ from, to, sentence }) => {
      const inside = letters.slice(from, to).filter((each) => each.node === node)
      const first = inside[0]
      const last = inside.at(-1)
      if (first === undefined || last === undefined) return []
      const isLast = letters[to - 1]?.node === node
      const rest = node.value.slice(last.offset)
      // The sentence's own full stop belongs to it; the mark of a next word does not.
      const tail = isLast ? (/^[\p{L}\p{N}]\p{M}*[.!?…"”'’)\]]*/u.exec(rest)?.[0].length ?? 1) : rest.length
      const start = letters[from]?.node === node ? first.offset : 0
      return [{ start, end: last.offset + tail, sentence, isLast }]
    })
    .toSorted((one, other) => one.start - other.start)
}

function cut(node: Text, stretches: readonly Stretch[]): ElementContent[] {
  const parts: ElementContent[] = []
  let done = 0
  for (const { start, end, sentence, isLast } of stretches) {
    if (start < done) continue
    if (start > done) parts.push({ type: 'text', value: node.value.slice(done, start) })
    parts.push({
      type: 'element',
      tagName: 'mark',
      properties: { dataSentence: sentence, ...(isLast ? { dataLast: true } : {}) },
      children: [{ type: 'text', value: node.value.slice(start, end) }],
    })
    done = end
  }
  if (done < node.value.length) parts.push({ type: 'text', value: node.value.slice(done) })
  return parts
}
