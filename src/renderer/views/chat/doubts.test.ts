import { expect, test } from 'vitest'
import { splitAtDoubts } from './doubts.ts'

const number = (text: string) => ({ kind: 'number' as const, text })

test('RET-4.mark: the words in doubt are cut out where they stand, and nothing of the sentence is lost', () => {
  // Would catch: a doubt at an end that drops a word, doubts that overlap, words of a doubt that the sentence lacks.
  const split = (text: string, ...doubts: string[]) =>
    splitAtDoubts(text, doubts.map(number)).map((part) => (part.doubt === null ? part.text : [part.text, part.doubt]))
  expect([
    split('It took 14 days in 2019.', '2019', '14'),
    split('14 days', '14 days', 'days'),
    split('Nothing of it stands here.', 'elsewhere', ''),
    split('', '14'),
  ]).toEqual([
    ['It took ', ['14', 1], ' days in ', ['2019', 0], '.'],
    [['14 days', 0]],
    ['Nothing of it stands here.'],
    [''],
  ])
})
