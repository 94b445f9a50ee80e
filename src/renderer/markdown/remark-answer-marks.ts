import type { Nodes, Parents, PhrasingContent, Root } from 'mdast'

/** A citation such as [2] or [1, 3]; what looks like a footnote is shown as one. */
const mark = /\[(\^?)(\d{1,3}(?:\s*[,;]\s*\d{1,3})*|[\w-]{1,40})\]/g
const numbers = /^\d{1,3}(?:\s*[,;]\s*\d{1,3})*$/
const lineBreak = /^<br\s*\/?>$/i

/** Turns the marks of an answer into elements: `cite` for citations, `sup` for footnotes, and `<br>` into a line break. */
export function remarkAnswerMarks() {
  return (tree: Root): void => walk(tree)
}

function walk(parent: Parents): void {
  const children = parent.children.flatMap((child) => replace(child as Nodes))
  parent.children = children as typeof parent.children
}

function replace(node: Nodes): readonly Nodes[] {
  switch (node.type) {
    case 'text':
      return splitText(node.value)
    case 'html':
      return lineBreak.test(node.value) ? [{ type: 'break' }] : [node]
    case 'link':
      return [node]
    case 'linkReference':
      // A list of sources at the end defines [1]; the mark is the citation all the same.
      return numbers.test(node.label ?? '') ? [citation(node.label ?? '')] : [node]
    default:
      if ('children' in node) walk(node)
      return [node]
  }
}

function splitText(text: string): readonly PhrasingContent[] {
  const parts: PhrasingContent[] = []
  let done = 0
  for (const match of text.matchAll(mark)) {
    const [whole, caret, label = ''] = match
    if (caret === '' && !numbers.test(label)) continue
    // The number keeps its own distance.
    const before = text.slice(done, match.index).replace(/[ \t]+$/, '')
    if (before !== '') parts.push({ type: 'text', value: before })
    parts.push(caret === '' ? citation(label) : footnote(label))
    done = match.index + whole.length
  }
  if (done === 0) return [{ type: 'text', value: text }]
  if (done < text.length) parts.push({ type: 'text', value: text.slice(done) })
  return parts
}

function citation(label: string): PhrasingContent {
  return { type: 'emphasis', children: [{ type: 'text', value: `[${label}]` }], data: { hName: 'cite' } }
}

function footnote(label: string): PhrasingContent {
  return { type: 'emphasis', children: [{ type: 'text', value: label }], data: { hName: 'sup' } }
}
