import { expect, test } from 'vitest'
import { chooseFeedback, scoreBroadly } from './broaden.ts'
import { comparableStem } from './words.ts'

const english = () => comparableStem

const texts = [
  'Heat transfer in the boundary layer of a cooled cylinder, with turbulence.',
  'Heat transfer by convection: the boundary layer and the Nusselt number.',
  'Convection along a plate, measured by its Nusselt number and turbulence.',
  'The price of bread in the market of a small town.',
]
const candidates = texts.map((text, id) => ({ id, text, language: 'en', score: [9, 8, 0.4, 0.5][id] ?? 0 }))

test('RET-1.keyword: searched more broadly, a passage with the words of the best ones passes one without', () => {
  const words = chooseFeedback(candidates, english)
  expect(words.map(({ stem }) => stem)).toEqual(expect.arrayContaining(['heat', 'nusselt', 'convect', 'turbul']))
  expect(words.some(({ word }) => ['the', 'of', 'in'].includes(word))).toBe(false)
  const holders = words.map(({ stem }) => texts.filter((text) => text.toLowerCase().includes(stem.slice(0, 4))).length)
  const ranked = scoreBroadly({ candidates, words, holders, chunks: 100, terms: 2, stemmerOf: english }).sort(
    (a, b) => b.score - a.score,
  )
  // The query alone ranks the price of bread above convection along a plate.
  expect(ranked.slice(2).map(({ id }) => id)).toEqual([2, 3])
})

// Would catch a stem that is looked for in the index as a word, where it is stemmed again to something else.
test('RET-1.keyword: a word to look for is one that is written, not its stem', () => {
  const text = 'Universities, universities and the university.'
  const [first] = chooseFeedback([{ id: 1, text, language: 'en', score: 1 }], english)
  expect(first).toMatchObject({ word: 'universities', stem: 'univers' })
})

test('RET-1.keyword: without a passage there is nothing to broaden with', () => {
  expect(chooseFeedback([], english)).toEqual([])
  expect(scoreBroadly({ candidates: [], words: [], holders: [], chunks: 0, terms: 0, stemmerOf: english })).toEqual([])
})

// Would catch German passages whose articles are what they share, and whose inflections are words of their own.
test('RET-1.keyword: passages share words as their own language inflects them, without its articles', () => {
  const german = ['Die Frist des Vertrags ist die Frist der Verträge.', 'Der Vertrag hat die Frist.']
  const best = german.map((text, id) => ({ id, text, language: 'de', score: 2 - id }))
  const words = chooseFeedback(best, () => (word) => word.toLowerCase().replace(/^vertr[aä]g.*$/u, 'vertrag'))
  expect(words.map(({ stem }) => stem).sort()).toEqual(['frist', 'vertrag'])
  expect(words[0]?.languages).toEqual(['de'])
})
