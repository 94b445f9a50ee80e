import { describe, expect, test } from 'vitest'
import { checkSupport, readSources } from '../../src/domain/support/support-check.ts'
import { readSupportSet } from '../support/support-sets.ts'

/** Marked sentences of each kind, with all of the kind. */
function measure(name: 'tuning' | 'held-out') {
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
describe.each(['tuning', 'held-out'] as const)('sentences about the shared texts, %s', (name) => {
  const { planted, paraphrases } = measure(name)
  console.log(`${name}: ${planted.marked} of ${planted.all} planted sentences marked, ${paraphrases.marked} of ${paraphrases.all} paraphrases`)

  test('RET-4.mark: of planted sentences at least 90 in 100 are marked', () => {
    expect(planted.marked / planted.all).toBeGreaterThanOrEqual(0.9)
  })

  test('RET-4.paraphrase: of supported paraphrases at most 5 in 100 are marked', () => {
    expect(paraphrases.marked / paraphrases.all).toBeLessThanOrEqual(0.05)
  })
})
