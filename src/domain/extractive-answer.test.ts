import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block, BlockKind } from '../contract/document.ts'
import type { Passage } from '../contract/search.ts'
import { chooseQuotes } from './extractive-answer.ts'
import { parseQuery } from './query-terms.ts'
import { splitIntoUnits } from './quote-units.ts'

type Part = { kind: BlockKind; text: string }

/** A passage of these blocks, in a document where it begins at character 100. */
function passageOf(parts: readonly Part[], about: Partial<Passage> = {}) {
  const text = parts.map((part) => part.text).join('\n\n')
  let at = 100
  const blocks = parts.map(({ kind, text: { length } }): Block => {
    const start = at
    at += length + 2
    return { kind, start, end: start + length, level: null, page: 3 }
  })
  const passage: Passage = {
    chunkId: 1,
    documentId: 'document',
    libraryId: 'library',
    document: 'guide.md',
    title: 'Guide',
    uri: 'file:///guide.md',
    type: 'markdown',
    page: 3,
    line: null,
    headingPath: [],
    start: 100,
    end: 100 + text.length,
    text,
    score: 5,
    ranks: { keyword: 1, dense: null, reranked: null },
    ...about,
  }
  return { passage, blocks, units: splitIntoUnits(passage, blocks) }
}

function quotesFor(question: string, passages: ReturnType<typeof passageOf>[], count = 3): string[][] {
  const terms = parseQuery(question).map(({ stems }) => ({ stems, weight: 1 }))
  return chooseQuotes({ question, terms, passages, count }).map(({ units }) => units.map(({ text }) => text))
}

const prose = (text: string): Part => ({ kind: 'paragraph', text })

describe('RET-10.quoted: the sentences that answer', () => {
  // Catches a short document, which is one passage, of which only the sentence that names its subject is quoted.
  test('a passage is quoted twice when its best sentence leaves a part of the question open', () => {
    const passage = passageOf([
      prose(
        'This agreement is made between Brightwater Analytics of Delaware and Korhonen of Helsinki, on 14 February.',
      ),
      prose('Nothing that is said here binds those who have not signed it, and no word of it is to be read otherwise.'),
      prose(
        'Samples are sent by post. They are kept dry, and are given back within thirty days after they were asked for.',
      ),
      prose(
        'What was known before, or becomes known without a breach, may be told to anybody at any time and in any way.',
      ),
      prose(
        'It is governed by the law of Sweden, whose courts decide what the parties cannot settle among themselves.',
      ),
    ])
    const quotes = quotesFor('Which law governs the agreement between Brightwater and Korhonen?', [passage])
    expect(quotes.length).toBeGreaterThan(1)
    expect(quotes.flat().join(' ')).toContain('governed by the law of Sweden')
  })

  // Catches minutes of which every item is quoted for a question that one of them answers.
  test('an item that holds the question itself comes without the others of its list', () => {
    const item = (text: string): Part => ({ kind: 'list-item', text })
    const passage = passageOf([
      item('1. The budget of the east wing was approved with one vote against it.'),
      item('2. There are 43 active volunteers, nine more than a year ago.'),
      item('3. The coffee machine is broken again.'),
    ])
    expect(quotesFor('How many active volunteers are there?', [passage])).toEqual([
      ['2. There are 43 active volunteers, nine more than a year ago.'],
    ])
  })

  test('the sentence with the most of the question, not its neighbours', () => {
    const passage = passageOf([
      prose(
        'Wings are described elsewhere at some length, and nothing about them is said in this place, which is long enough.',
      ),
      prose('The lift of a wing in a slipstream grows with its speed.'),
      prose('Propellers are noisy.'),
    ])
    expect(quotesFor('lift of a wing in a slipstream', [passage])).toEqual([
      ['The lift of a wing in a slipstream grows with its speed.'],
    ])
  })

  // Would catch an answer to "how do I" that announces steps and does not give them.
  test('steps come whole, with the sentence that announces them', () => {
    const passage = passageOf(
      [
        { kind: 'heading', text: 'Adding a custom recognizer' },
        prose('To add one:'),
        { kind: 'list-item', text: '1. Make a class.' },
        { kind: 'list-item', text: '2. Register it:' },
        { kind: 'code', text: 'registry.add(recognizer)' },
        { kind: 'heading', text: 'Unrelated' },
        prose('Other text.'),
      ],
      { headingPath: ['Adding a custom recognizer'] },
    )
    expect(quotesFor('How do I add a custom recognizer?', [passage])).toEqual([
      ['To add one:', '1. Make a class.', '2. Register it:', 'registry.add(recognizer)'],
    ])
  })

  test('a sentence that points back brings the one before', () => {
    const passage = passageOf([
      prose('The salt is made anew each time. This protects the hash against dictionaries of known values.'),
    ])
    expect(quotesFor('dictionaries of known values', [passage])).toEqual([
      ['The salt is made anew each time.', 'This protects the hash against dictionaries of known values.'],
    ])
  })

  test('a definition is preferred to a mention when one is asked for', () => {
    const mention = passageOf([prose('Many operators were compared in the appendix of the report.')], {
      documentId: 'a',
    })
    const definition = passageOf([prose('An operator is what changes a text.')], { documentId: 'b', score: 4 })
    expect(quotesFor('What is an operator?', [mention, definition], 1)).toEqual([
      ['An operator is what changes a text.'],
    ])
  })

  test('the same words in two documents are quoted once', () => {
    const text = prose('The engine reads files in threads of their own.')
    const copies = ['a', 'b'].map((documentId) => passageOf([text], { documentId }))
    expect(quotesFor('engine reads files', copies)).toHaveLength(1)
  })

  test('a list of contents is no answer', () => {
    const contents = passageOf([{ kind: 'list-item', text: 'How do I encrypt a value?' }], {
      documentId: 'a',
      headingPath: ['Table of contents'],
    })
    const answer = passageOf([prose('Values are encrypted with the operator of that name.')], {
      documentId: 'b',
      score: 4,
    })
    expect(quotesFor('How do I encrypt a value?', [contents, answer], 1)).toEqual([
      ['Values are encrypted with the operator of that name.'],
    ])
  })

  // Would catch an answer made of whatever holds one common word of the question.
  test('a passage that holds next to nothing of the question is not quoted', () => {
    const passage = passageOf([prose('The capital letters are folded.')])
    const terms = [
      { stems: ['capit'], weight: 1 },
      { stems: ['franc'], weight: 6 },
    ]
    expect(chooseQuotes({ question: 'capital of France', terms, passages: [passage], count: 3 })).toEqual([])
  })
})

// Would catch any quote that is not, character for character, what the document holds at its span.
test('RET-4.sentence: every quoted unit is the text at its span, within its passage, on the page of its block', () => {
  const kind = fc.constantFrom<BlockKind>('paragraph', 'list-item', 'code', 'table', 'quote', 'heading')
  const word = fc.constantFrom('wing', 'Lift.', 'slipstream', 'is', '🙂', 'this:', 'a\nb', 'This', 'e.g.', '“so”')
  const part = fc.record({
    kind,
    text: fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' ')),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), fc.nat(200), fc.nat(200), (parts, head, tail) => {
      const { passage, blocks } = passageOf(parts)
      // A chunk may begin and end in the middle of a block.
      const start = Math.min(passage.start + head, passage.end - 1)
      const end = Math.max(passage.end - tail, start + 1)
      const cut = { ...passage, start, end, text: passage.text.slice(start - 100, end - 100) }
      const terms = ['wing', 'lift', 'slipstream'].map((stem) => ({ stems: [stem], weight: 1 }))
      const quotes = chooseQuotes({
        question: 'How does lift?',
        terms,
        passages: [{ passage: cut, units: splitIntoUnits(cut, blocks) }],
        count: 5,
      })
      for (const { units } of quotes) {
        expect(units.length).toBeGreaterThan(0)
        for (const unit of units) {
          expect(unit.text).toBe(passage.text.slice(unit.start - 100, unit.end - 100))
          expect([unit.start >= start, unit.end <= end, unit.text.length > 0, unit.page]).toEqual([true, true, true, 3])
        }
        expect(units.map((unit) => unit.start)).toEqual(units.map((unit) => unit.start).sort((a, b) => a - b))
      }
    }),
  )
})
