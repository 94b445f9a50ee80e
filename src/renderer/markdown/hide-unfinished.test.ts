import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hideUnfinished } from './hide-unfinished.ts'

test.for([
  ['marks that are open are closed', 'It is **two mon', 'It is **two mon**'],
  ['nothing is closed around nothing', 'It is **', 'It is '],
  ['half of a closing mark is no star', 'It is **two*', 'It is **two**'],
  ['a closing mark stands before the space', 'It is *two ', 'It is *two* '],
  ['what is closed stays', 'It is **two** months', 'It is **two** months'],
  ['a star between numbers is a star', '2 * 3 is', '2 * 3 is'],
  ['an underscore in a name is one', 'the snake_case nam', 'the snake_case nam'],
  ['code in a line', 'call `run(', 'call `run(`'],
  ['marks in code are its own', 'call `**x', 'call `**x`'],
  ['a link is its text', 'see [the lease](https://exa', 'see the lease'],
  ['a link that is whole', 'see [the lease](https://example.org) ', 'see [the lease](https://example.org) '],
  ['a citation waits for its end', 'two months [1', 'two months '],
  ['a citation waits for what makes it a link', 'two months [12]', 'two months '],
  ['a citation that is whole', 'two months [1].', 'two months [1].'],
  ['a picture waits', 'here ![a plan](http', 'here '],
  ['a formula waits', 'the area $x^', 'the area '],
  ['money does not', 'it costs $5 a', 'it costs $5 a'],
  ['a mark of a list waits', 'Two things:\n-', 'Two things:\n'],
  ['a number that may be a mark waits', 'Two things:\n\n12', 'Two things:\n\n'],
  ['a rule does not make a heading first', 'Text\n--', 'Text\n'],
  ['a fence waits for its line', 'So:\n```py', 'So:\n'],
  ['the head of a table waits for its line', 'So:\n\n| a | b', 'So:\n\n'],
  ['the head of a table waits for the line below', '| a | b |\n|--', ''],
  ['a row waits for its end', '| a |\n|---|\n| 1 |\n| 2', '| a |\n|---|\n| 1 |\n'],
  ['only the last paragraph is open', '**a\n\n*b', '**a\n\n*b*'],
  ['code in a list is left alone', '- x\n  ```\n  **a', '- x\n  ```\n  **a'],
] as const)('CHAT-1.stream: %s', ([, source, shown]) => {
  // Would catch: marks that flash while a sentence is being written.
  expect(hideUnfinished(source)).toBe(shown)
})

test('CHAT-1.stream: whatever has arrived, hiding never fails and never takes more than the end', () => {
  // Would catch: an answer that breaks the page in the middle, or that shrinks to nothing.
  const parts = fc.array(
    fc.oneof(
      fc.constantFrom('**', '*', '_', '`', '[', '](', ')', '$', '|', '\n', '~~', '![', '\\', '- ', '# '),
      fc.string({ maxLength: 8, unit: 'grapheme' }),
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(parts, (pieces) => {
      return hideUnfinished(`A whole paragraph.\n\n${pieces.join('')}`).startsWith('A whole paragraph.')
    }),
  )
})
