import { describe, expect, test } from 'vitest'
import { checkSupport, readSources } from '../../src/domain/support/support-check.ts'
import { readSupportSet, type SupportSet } from '../support/support-sets.ts'

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
