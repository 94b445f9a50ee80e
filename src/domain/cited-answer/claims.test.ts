import { expect, test } from 'vitest'
import { readClaims } from './claims.ts'

test('what an answer in Markdown claims, sentence by sentence', () => {
  // Would catch code that is held against the documents, a mark that is given to the sentence after its own, and rows
  // that fall apart.
  const markdown = [
    '# Costs [1]',
    '',
    'It cost **12 euros** [1]. It was paid. [2] Dr. Smith',
    'said so [1][3].',
    '',
    '- [x] An *item* of `code`',
    '  that goes on [2]',
    '1. Another <b>one</b>',
    '',
    '| Year | Cost |',
    '|------|-----:|',
    '| 2019 | 12 euros [2] |',
    '',
    '```js',
    'const it = "cost 13 euros [1]"',
    '```',
    '$$',
    'x = 3',
    '$$',
    '$$ y = 4 $$',
    '> Quoted, with [a link](https://example.org).',
    '---',
    '```',
    'never closed [4]',
  ].join('\n')
  expect(readClaims(markdown)).toEqual([
    { text: 'It cost 12 euros.', numbers: [1] },
    { text: 'It was paid.', numbers: [2] },
    { text: 'Dr. Smith said so.', numbers: [1, 3] },
    { text: 'An item of code that goes on', numbers: [2] },
    { text: 'Another one', numbers: [] },
    { text: '2019, 12 euros', numbers: [2] },
    { text: 'Quoted, with a link.', numbers: [] },
  ])
})

test('rows of tables are read with or without bars at their ends, and what a mark stands for claims nothing', () => {
  // Catches a table that is read as one sentence, whose every number is then in doubt.
  const markdown = [
    ...['Quay | Cranes', '-|-:', 'North | 7 [1]', 'South | a \\| b', 'Behind it.', ''],
    ...['| Quay | Source |', '| --- | --- |', '| East | [1][2] |', ''],
    ...['[^1]: plan.md', '[2]: https://example.org'],
  ].join('\n')
  expect(readClaims(markdown)).toEqual([
    { text: 'North, 7', numbers: [1] },
    { text: 'South, a | b', numbers: [] },
    { text: 'Behind it.', numbers: [] },
    { text: 'East', numbers: [1, 2] },
  ])
})

test('are read in time that grows with the length alone, whatever stands there', () => {
  // Catches signs that begin something which is looked for to the end each time: an hour for such a text.
  for (const sign of ['**a ', '[1', '<a', '`b', '_c ', '| d ', '[e](', '\\[', '$$', ' ', '| ']) {
    expect(() => readClaims(`x${sign.repeat(50_000)}x`)).not.toThrow()
    expect(() => readClaims(`${sign.repeat(50_000)}x`)).not.toThrow()
  }
})
