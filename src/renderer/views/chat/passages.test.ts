import { expect, test } from 'vitest'
import type { AnswerSentence, Citation } from '../../../contract/answers.ts'
import { groupByDocument, inReadingOrder, partsOf, toMarkdown } from './passages.ts'

const cited = (document: string, start: number, quote: string, change: Partial<Citation> = {}): Citation => ({
  document,
  documentId: document,
  libraryId: 'library',
  title: document.toUpperCase(),
  uri: `file:///${document}`,
  type: 'markdown',
  page: null,
  line: null,
  headingPath: ['Guide'],
  start,
  end: start + quote.length,
  quote,
  score: 1,
  ...change,
})

const sentence = (text: string, citations: number[]): AnswerSentence => ({
  text,
  citations,
  support: 'quoted',
  doubts: [],
})

const sentencesOf = (citations: readonly Citation[]) => citations.map(({ quote }, index) => sentence(quote, [index]))

test('sentences of one place run on; list items, lines of code and gaps stand apart', () => {
  // Would catch: code run together into prose, a list read as one sentence.
  const citations = [
    cited('a', 0, 'One sentence.'),
    cited('a', 14, 'Another follows.'),
    cited('a', 40, '1. An item.'),
    cited('a', 52, '2. The next item.'),
    cited('a', 80, 'def load(self):\n    pass'),
  ]
  const [group] = groupByDocument(sentencesOf(citations), citations)
  const shape = group?.passages.map(({ paragraphs }) =>
    paragraphs.map(({ kind, sentences }) => `${kind}: ${sentences.map(({ text }) => text).join(' ')}`),
  )
  expect(shape).toEqual([
    [
      'prose: One sentence. Another follows.',
      'prose: 1. An item.',
      'prose: 2. The next item.',
      'lines: def load(self):\n    pass',
    ],
  ])
})

test('what one document says stands together, place by place, in the order of the answer', () => {
  // Would catch: a document that is named twice, or two pages under one number.
  const citations = [
    cited('a', 0, 'First.', { type: 'pdf', page: 1 }),
    cited('b', 0, 'Second.'),
    cited('a', 900, 'Third.', { type: 'pdf', page: 2 }),
  ]
  const groups = groupByDocument(sentencesOf(citations), citations)
  expect(groups.map(({ document, passages }) => [document?.documentId, passages.map(({ page }) => page)])).toEqual([
    ['a', [1, 2]],
    ['b', [null]],
  ])
})

test('numbers follow the reading order, whatever the order in which the documents were found', () => {
  // Would catch: 1, 2, 5 above 3, 4, and keys that walk the citations in another order than the eye.
  const citations = [
    cited('a', 0, 'First.'),
    cited('b', 0, 'Second.'),
    cited('a', 90, 'Third.'),
    cited('c', 0, 'Unused.'),
  ]
  const sentences = [...sentencesOf(citations.slice(0, 3)), sentence('All of it.', [1, 2])]
  expect(inReadingOrder({ sentences, citations })).toEqual({
    sentences: [
      sentence('First.', [0]),
      sentence('Third.', [1]),
      sentence('Second.', [2]),
      sentence('All of it.', [2, 1]),
    ],
    citations: [citations[0], citations[2], citations[1], citations[3]],
  })
})

test('a copied answer carries its sources', () => {
  // Would catch: numbers that lead nowhere once they are pasted.
  const citations = [cited('a', 0, 'First.', { type: 'pdf', page: 3 })]
  const placeOf = ({ page, headingPath }: Citation) => [`Page ${page}`, ...headingPath]
  expect(toMarkdown({ sentences: sentencesOf(citations), citations }, placeOf)).toBe(
    '**A**\n\n> First. [1]\n\n[1] a › Page 3 › Guide',
  )
})

test('RET-5.coverage: what an answer says in its own words stays where it is and is no quote of a document', () => {
  // Would catch: a count over all documents that is shown under the first of them, a remark that is lost in the quotes.
  const citations = [cited('b.md', 0, 'Walls are high.'), cited('a.md', 0, 'A wall.')]
  const own = (text: string, places: number[]): AnswerSentence => ({
    ...sentence(text, places),
    support: places.length > 0 ? 'supported' : 'none',
  })
  const answer = inReadingOrder({
    sentences: [own('2 of 3 documents mention walls.', [0, 1]), ...sentencesOf(citations), own('Read 3 of 3.', [])],
    citations,
  })
  const told = partsOf(answer).map((part) =>
    part.kind === 'words'
      ? part.sentences.map(({ text, citations: numbers }) => [text, numbers])
      : part.documents.map(({ document }) => document?.document),
  )
  expect(told).toEqual([[['2 of 3 documents mention walls.', [0, 1]]], ['b.md', 'a.md'], [['Read 3 of 3.', []]]])
  expect(toMarkdown(answer, () => []).split('\n\n')).toEqual([
    '2 of 3 documents mention walls. [1] [2]',
    '**B.MD**',
    '> Walls are high. [1]',
    '**A.MD**',
    '> A wall. [2]',
    'Read 3 of 3.',
    '[1] b.md\n[2] a.md',
  ])
})
