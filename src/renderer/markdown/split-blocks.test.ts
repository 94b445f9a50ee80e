import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MarkdownBlock, splitBlocks } from './split-blocks.ts'

const kinds = (text: string) => splitBlocks(text).map(({ kind, raw }) => [kind, raw])

const example = [
  '# Rent\n',
  'The deposit is **two** months [1].\n',
  '\n',
  '- first\n',
  '\n',
  '- second\n',
  '  ```js\n',
  '  1\n',
  '  ```\n',
  '\n',
  'So it is:\n',
  '```python\n',
  'a = 1\n',
  '\n',
  'b = 2\n',
  '```\n',
  'after\n',
  '\n',
  '$$\n',
  'x^2\n',
  '$$\n',
  '\n',
  '| a | b |\n',
  '| - | - |\n',
  '| 1 | 2 |\n',
  '\n',
  '1. one\n',
  '\n',
  '2. two\n',
  '\n',
  'The end.',
].join('')

test('CHAT-1.markdown: text is cut where nothing that follows can change it', () => {
  // Would catch: a list torn in two, a fence that is only seen after an empty line, code cut at its empty lines.
  expect(kinds(example)).toEqual([
    ['text', '# Rent\nThe deposit is **two** months [1].\n\n'],
    ['text', '- first\n\n- second\n  ```js\n  1\n  ```\n\n'],
    ['text', 'So it is:\n'],
    ['code', '```python\na = 1\n\nb = 2\n```\n'],
    ['text', 'after\n\n'],
    ['maths', '$$\nx^2\n$$\n'],
    ['text', '\n'],
    ['text', '| a | b |\n| - | - |\n| 1 | 2 |\n\n'],
    ['text', '1. one\n\n2. two\n\n'],
    ['text', 'The end.'],
  ])
})

test('CHAT-1.maths: formulas are told from sums of money and from escaped brackets', () => {
  // Would catch: an answer that is a formula from its first dollar to its end.
  const formulas = (text: string) => splitBlocks(text).map((block) => (block.kind === 'maths' ? block.formula : null))
  expect(formulas('$$ x = 1 $$\n')).toEqual(['x = 1'])
  expect(formulas('\\[\na\n+ b\n\\]\n')).toEqual(['a\n+ b'])
  expect(formulas('$$ is what it costs.\n\nReally.')).toEqual([null, null])
  expect(formulas('$$x$$ is a number\n')).toEqual([null])
  expect(formulas('$$\nx')).toEqual(['x'])
})

test('CHAT-1.code: a fence is code from its first line on, and a half of its end is not shown as code', () => {
  // Would catch: backticks that flash in the code before they close it.
  const code = (text: string) => splitBlocks(text).map((block) => (block.kind === 'code' ? block.code : block.kind))
  expect(code('```js')).toEqual(['text'])
  expect(code('```js\n')).toEqual([''])
  expect(code('```js\nlet a\n``')).toEqual(['let a'])
  expect(code('```js\nlet a\n```')).toEqual(['let a'])
  expect(code('```js\nlet a\n```\nmore')).toEqual(['let a', 'text'])
  expect(code('~~~\n```\n~~~\n')).toEqual(['```'])
})

/** Markdown that is made of what matters to the cuts. */
const markdown = fc
  .array(
    fc.constantFrom(
      '\n',
      '\n\n',
      '- a',
      '1. b',
      '  c',
      '```',
      '```js\n',
      '~~~\n',
      '$$',
      '$$\n',
      '\\[',
      '\\]',
      '> q',
      '| t |',
      '|-|',
      'word ',
      '**',
      '[1]',
      '# ',
      '---',
      '\r\n',
      'é😀',
      ' ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

test('CHAT-1.stream: however a text arrives, its blocks are the text, and are those of the whole text', () => {
  // Would catch: a character lost at a cut, a block that was taken for final and was not.
  fc.assert(
    fc.property(markdown, fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (text, steps) => {
      let blocks: readonly MarkdownBlock[] = []
      for (let at = 0; at < text.length; ) {
        at = Math.min(text.length, at + (steps.next().value ?? 1))
        blocks = splitBlocks(text.slice(0, at), blocks)
        if (blocks.map(({ raw }) => raw).join('') !== text.slice(0, at)) return false
      }
      return JSON.stringify(blocks) === JSON.stringify(splitBlocks(text))
    }),
    { numRuns: 300 },
  )
})
