import { expect, test } from 'vitest'
import type { Element, ElementContent, Root } from './hast.ts'
import { lettersOf, rehypeDoubtedSentences } from './rehype-doubted-sentences.ts'

const text = (value: string): ElementContent => ({ type: 'text', value })
const element = (tagName: string, ...children: ElementContent[]): Element => ({
  type: 'element',
  tagName,
  properties: {},
  children,
})

/** The tree as text, with what is marked between braces. */
function show(node: Root | ElementContent | { type: 'doctype' }): string {
  if (node.type === 'text') return node.value
  if (!('children' in node)) return ''
  const inside = node.children.map(show).join('')
  if (node.type === 'root' || node.tagName !== 'mark') return inside
  return `{${inside}}${node.properties.dataLast === true ? '!' : ''}`
}

test('RET-4.mark: a doubted sentence of an answer is marked through whatever marks it has', () => {
  // Would catch: a sentence that is not found because a word of it is bold, a mark over its neighbour or its citation.
  const tree: Root = {
    type: 'root',
    children: [
      element(
        'p',
        text('The rent is due. The deposit is '),
        element('strong', text('three')),
        text(' months'),
        element('cite', text('[1]')),
        text('. It is paid back.'),
      ),
    ],
  }
  rehypeDoubtedSentences([lettersOf('The deposit is **three** months [1].'), '', lettersOf('Not here.')])(tree)
  expect(show(tree)).toBe('The rent is due. {The deposit is }{three}{ months}![1]. It is paid back.')
})

test('RET-4.mark: the item of a list and letters beyond the first plane are found', () => {
  // Would catch: a list's number that keeps its sentence from being found, marks that slip by one place after an emoji.
  const tree: Root = { type: 'root', children: [element('li', text('𝔄 plan 😀 costs 90 euros! Nobody asked.'))] }
  rehypeDoubtedSentences([lettersOf('1. 𝔄 plan 😀 costs `90` euros!')])(tree)
  expect(show(tree)).toBe('{𝔄 plan 😀 costs 90 euros!}! Nobody asked.')
})
