import { describe, expect, it } from 'vitest'
import { findEntailment } from './entailment-labels.ts'

describe('RET-4.check: which class of a model says that a claim follows', () => {
  // Catches an order that is taken for granted: models differ in it.
  it.each([
    [{ id2label: { 0: 'contradiction', 1: 'entailment', 2: 'neutral' } }, { entailment: 1, count: 3 }],
    [{ id2label: { 0: 'entailment', 1: 'neutral', 2: 'contradiction' } }, { entailment: 0, count: 3 }],
    [{ id2label: { 0: 'CONTRADICTION', 1: 'NEUTRAL', 2: ' ENTAILMENT' } }, { entailment: 2, count: 3 }],
    [{ id2label: { 0: 'entailment', 1: 'not_entailment' } }, { entailment: 0, count: 2 }],
    [{ id2label: { 0: 'not_entailment', 1: 'entailment' } }, { entailment: 1, count: 2 }],
    [{ label2id: { neutral: 1, entailment: 0 } }, { entailment: 0, count: 2 }],
    [
      { id2label: null, label2id: { entailment: 1, neutral: 0 } },
      { entailment: 1, count: 2 },
    ],
  ])('is read from %j', (config, labels) => {
    expect(findEntailment(config)).toEqual(labels)
  })

  it.each([
    {},
    { id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' } },
    { id2label: { 0: 'not_entailment', 1: 'non-entailment' } },
    { id2label: { 0: 'entailment' } },
    { id2label: { 0: 'entailment', 1: 'Entailment' } },
    { id2label: { 0: 'neutral', 2: 'entailment' } },
  ])('is not guessed from %j', (config) => {
    expect(() => findEntailment(config)).toThrow('config.json')
  })
})
