import { expect, test } from 'vitest'
import { comparableStem, findWords, otherInflection } from './words.ts'

// Would catch `add` and `adding` taken for different words when a sentence is held against a question.
test('inflections that Porter parts have one comparable stem, and the index is asked for both', () => {
  expect(['add', 'adding', 'added', 'adds'].map(comparableStem)).toEqual(['ad', 'ad', 'ad', 'ad'])
  expect(['add', 'err', 'fall', 'class', 'word'].map(otherInflection)).toEqual(['adding', 'erring', null, null, null])
})

// Would catch a word that is found only where a text has spaces around it.
test('RET-1.keyword: words are found where they stand, in any script; without spaces, each letter with the next', () => {
  expect(findWords('A naïve C++ 中文 e\u0301t\u0301e.')).toEqual([
    { stem: 'a', start: 0, end: 1 },
    { stem: 'naiv', start: 2, end: 7 },
    { stem: 'c', start: 8, end: 9 },
    { stem: '中文', start: 12, end: 14 },
    { stem: '文', start: 13, end: 14 },
    { stem: 'et', start: 15, end: 20 },
  ])
})
