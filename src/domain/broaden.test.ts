import { expect, test } from 'vitest'
import { chooseFeedback, scoreBroadly } from './broaden.ts'

const texts = [
  'Heat transfer in the boundary layer of a cooled cylinder, with turbulence.',
  'Heat transfer by convection: the boundary layer and the Nusselt number.',
  'Convection along a plate, measured by its Nusselt number and turbulence.',
  'The price of bread in the market of a small town.',
]
const candidates = texts.map((text, id) => ({ id, text, score: [9, 8, 0.4, 0.5][id] ?? 0 }))

test('RET-1.keyword: searched more broadly, a passage with the words of the best ones passes one without', () => {
  const words = chooseFeedback(candidates)
  expect(words.map(({ stem }) => stem)).toEqual(expect.arrayContaining(['heat', 'nusselt', 'convect', 'turbul']))
  expect(words.some(({ word }) => ['the', 'of', 'in'].includes(word))).toBe(false)
  const holders = words.map(({ stem }) => texts.filter((text) => text.toLowerCase().includes(stem.slice(0, 4))).length)
  const ranked = scoreBroadly({ candidates, words, holders, chunks: 100, terms: 2 }).sort((a, b) => b.score - a.score)
  // The query alone ranks the price of bread above convection along a plate.
  expect(ranked.slice(2).map(({ id }) => id)).toEqual([2, 3])
})

// Would catch a stem that is looked for in the index as a word, where it is stemmed again to something else.
test('RET-1.keyword: a word to look for is one that is written, not its stem', () => {
  const [first] = chooseFeedback([{ id: 1, text: 'Universities, universities and the university.', score: 1 }])
  expect(first).toMatchObject({ word: 'universities', stem: 'univers' })
})

test('RET-1.keyword: without a passage there is nothing to broaden with', () => {
  expect(chooseFeedback([])).toEqual([])
  expect(scoreBroadly({ candidates: [], words: [], holders: [], chunks: 0, terms: 0 })).toEqual([])
})
