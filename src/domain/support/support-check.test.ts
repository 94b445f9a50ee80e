import { describe, expect, test } from 'vitest'
import { checkSupport, readSources } from './support-check.ts'

const source = `Acme Ltd was founded by John Smith in 1987. It employs 1,200 people in Germany. Revenue rose by 5% in 2019 and did
not fall in 2020. The company does not sell cars. The plant opened on 12 March 2020 and lies 5 km from Bonn. Drag is larger
than lift. Half of the staff work from home.`
const sources = readSources([source])
const supportOf = (sentence: string) => checkSupport(sentence, sources).support
const doubtsOf = (sentence: string) => checkSupport(sentence, sources).doubts.map(({ kind }) => kind)

describe('what its sources support is not marked', () => {
  test.each([
    ['another voice and order', 'In 1987, John Smith founded Acme Ltd.'],
    ['a name for a pronoun', 'Acme has a staff of 1,200 in Germany.'],
    ['an adjective of a country', 'The German staff of Acme numbers 1,200.'],
    ['a number in words', 'It employs twelve hundred people.'],
    ['a percentage in words', 'Revenue increased by five per cent in 2019.'],
    ['a date in another notation', 'The plant was opened on 2020-03-12.'],
    ['another unit', 'The plant lies about 5,000 metres from Bonn.'],
    ['a relation turned round', 'Lift is smaller than drag.'],
    ['a part in per cent', '50% of employees work from home.'],
    ['a negation in the passive', 'Cars are not sold by the company.'],
    ['two sentences in one', 'Acme Ltd, founded by John Smith, employs 1,200 people.'],
  ])('RET-4.paraphrase: %s', (_what, sentence) => {
    expect(checkSupport(sentence, sources)).toMatchObject({ support: 'supported', doubts: [] })
  })
})

describe('what its sources do not support is marked, and why', () => {
  test.each([
    ['number', 'Acme Ltd was founded by John Smith in 1988.'],
    ['number', 'It employs 1,200,000 people in Germany.'],
    ['number', 'The plant lies 5 miles from Bonn.'],
    ['number', 'The plant opened on 12 May 2020.'],
    ['name', 'Acme Ltd was founded by Jane Smith in 1987.'],
    ['name', 'It employs 1,200 people in Austria.'],
    ['negation', 'Acme Ltd was not founded by John Smith.'],
    ['negation', 'The company sells cars.'],
    ['contradiction', 'Revenue fell by 5% in 2019.'],
    ['contradiction', 'Lift is larger than drag.'],
    ['claim', 'It employs 1,200 people in Germany and runs several kindergartens.'],
  ])('RET-4.mark: %s: %s', (kind, sentence) => {
    expect(supportOf(sentence)).toBe('unsupported')
    expect(doubtsOf(sentence)).toContain(kind)
  })
})

// Would catch a sentence that is held for a paraphrase because a line end or a capital differs.
test('RET-4.check: what stands in a source word for word is a quote, within a sentence too', () => {
  expect(supportOf('The company does not sell cars.')).toBe('quoted')
  expect(supportOf('revenue rose by 5% in 2019 and did not fall in 2020')).toBe('quoted')
})

test('RET-4.check: what claims nothing is neither supported nor not', () => {
  for (const sentence of ['Who founded Acme Ltd?', 'It is so.', '…', '🙂']) expect(supportOf(sentence)).toBe('none')
})

test('RET-4.check: a claim without any source is not supported', () => {
  expect(checkSupport('Acme Ltd makes rockets.', readSources([]))).toMatchObject({
    support: 'unsupported',
    evidence: [],
  })
})

// Would catch evidence that points beside the sentence that it names.
test('RET-4.check: evidence is the text of its source at its span', () => {
  const { evidence } = checkSupport('John Smith founded the firm.', sources)
  expect(evidence.length).toBeGreaterThan(0)
  for (const { start, end, text } of evidence) expect(source.slice(start, end)).toBe(text)
})
