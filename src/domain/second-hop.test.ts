import { describe, expect, test } from 'vitest'
import { parseQuery } from './query-terms.ts'
import { nextHop } from './second-hop.ts'

const termsOf = (question: string, weight = 1) =>
  parseQuery(question).map(({ stems, text }) => ({ stems, text, weight }))
const hop = (question: string, ...texts: string[]) => nextHop({ question, terms: termsOf(question), texts })

describe('RET-2.multi-hop: what to look for next', () => {
  test('what the best passage lacks, with the names beside what it has', () => {
    const next = hop(
      'Where was the author of Middlemarch born?',
      'Middlemarch is a novel. It was written by Mary Ann Evans, who published it in parts.',
      'Bread was dear in those days.',
    )
    expect(next?.split(' ')).toEqual(expect.arrayContaining(['author', 'born', 'Mary', 'Ann', 'Evans']))
    expect(next).not.toContain('Middlemarch')
  })

  test('nothing when one passage holds the question: the search was not weak', () => {
    expect(
      hop('Where was the author of Middlemarch born?', 'The author of Middlemarch was born in Nuneaton.'),
    ).toBeNull()
  })

  test('nothing for words to look for, for a long description, without a name, or without any passage', () => {
    expect(hop('Middlemarch author birthplace', 'Middlemarch was written by Mary Ann Evans.')).toBeNull()
    expect(
      hop(
        'Describe methods for the computation of laminar heat transfer in hypersonic boundary layers along blunt cones',
        'Laminar flow was studied by Ernst Eckert.',
      ),
    ).toBeNull()
    expect(hop('Where was the author of Middlemarch born?', 'middlemarch is a long novel in eight books.')).toBeNull()
    expect(hop('Where was the author of Middlemarch born?')).toBeNull()
  })
})
