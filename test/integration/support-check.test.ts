import { describe, expect, test } from 'vitest'
import { checkSupport, readSources } from '../../src/domain/support/support-check.ts'
import { readSupportSet, type SupportSet } from '../support/support-sets.ts'

/** What rules alone reach. `answers` is what they were made by; of `answers-apart` no failure was ever read. */
const reached = { answers: { planted: 0.85, paraphrases: 0.07 }, 'answers-apart': { planted: 0.74, paraphrases: 0.28 } }

function measure(name: SupportSet) {
  const outcomes = readSupportSet(name).map(({ kind, sentence, source }) => ({
    kind,
    isMarked: checkSupport(sentence, readSources([source])).support === 'unsupported',
  }))
  const count = (isPlanted: boolean) => {
    const of = outcomes.filter(({ kind }) => (kind !== 'ok') === isPlanted)
    return { marked: of.filter(({ isMarked }) => isMarked).length, all: of.length }
  }
  return { planted: count(true), paraphrases: count(false) }
}

// Would catch a rule that finds more of what was planted by doubting what is said in other words, and the reverse.
describe.each([
  ['tuning', 'held-out'],
  ['everyday', 'everyday-held-out', 'everyday-apart'],
] as const)('sentences about %s and its kind', (...names) => {
  const measured = names.map((name) => ({ name, ...measure(name) }))
  for (const { name, planted, paraphrases } of measured) {
    const found = `${planted.marked} of ${planted.all} planted sentences`
    console.log(`${name}: ${found} and ${paraphrases.marked} of ${paraphrases.all} paraphrases are marked`)
  }
  const part = (of: 'planted' | 'paraphrases') => {
    const sum = (key: 'marked' | 'all') => measured.reduce((total, each) => total + each[of][key], 0)
    return sum('marked') / sum('all')
  }

  test('RET-4.mark: of planted sentences at least 90 in 100 are marked', () => {
    expect(part('planted')).toBeGreaterThanOrEqual(0.9)
  })

  test('RET-4.paraphrase: of supported paraphrases at most 5 in 100 are marked', () => {
    expect(part('paraphrases')).toBeLessThanOrEqual(0.05)
  })
})

// Would catch a change of the rules that helps texts it was made by and harms others. The goal is 90 and 5 in 100.
describe.each(['answers', 'answers-apart'] as const)('freely worded answers: %s', (name) => {
  const { planted, paraphrases } = measure(name)
  const found = `${planted.marked} of ${planted.all} planted sentences`
  console.log(`${name}: ${found} and ${paraphrases.marked} of ${paraphrases.all} paraphrases are marked`)

  test(`RET-4.check: at least ${reached[name].planted * 100} in 100 planted sentences are marked`, () => {
    expect(planted.marked / planted.all).toBeGreaterThanOrEqual(reached[name].planted)
  })

  test(`RET-4.check: at most ${reached[name].paraphrases * 100} in 100 paraphrases are marked`, () => {
    expect(paraphrases.marked / paraphrases.all).toBeLessThanOrEqual(reached[name].paraphrases)
  })
})

// Would catch rules of English that mark whatever is said in another language.
describe('sentences in other languages', () => {
  const texts = [
    {
      source:
        'Das Museum wurde 1912 von Anna Keller in Bremen gegründet. Der Eintritt kostet 8 Euro, montags ist geschlossen.',
      supported: ['Anna Keller gründete das Museum 1912 in Bremen.', 'Der Eintritt kostet 8 Euro.'],
      planted: [
        'Anna Keller gründete das Museum 1921 in Bremen.',
        'Das Museum wurde 1912 von Anna Keller in Hamburg gegründet.',
      ],
    },
    {
      source: 'Le pont a été construit en 1887 par Paul Renard. Il mesure 140 mètres et a coûté 2 millions de francs.',
      supported: ['Paul Renard a construit le pont en 1887.', 'Le pont mesure 140 mètres.'],
      planted: ['Paul Renard a construit le pont en 1878.', 'Le pont mesure 410 mètres.'],
    },
    {
      source: 'Музей открылся в 1998 году в Казани. Билет стоит 300 рублей.',
      supported: ['Музей в Казани открылся в 1998 году.'],
      planted: ['Билет стоит 500 рублей.'],
    },
  ]
  const isMarked = (sentence: string, source: string) =>
    checkSupport(sentence, readSources([source])).support === 'unsupported'

  test.each(texts)('RET-4.check: $source', ({ source, supported, planted }) => {
    expect(supported.filter((sentence) => isMarked(sentence, source))).toEqual([])
    expect(planted.filter((sentence) => !isMarked(sentence, source))).toEqual([])
  })
})
