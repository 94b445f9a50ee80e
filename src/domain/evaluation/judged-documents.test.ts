import { expect, test } from 'vitest'
import { resolveJudgements } from './judged-documents.ts'

const library = {
  ids: new Set(['id-1']),
  names: new Map([
    ['lease.pdf', ['id-1']],
    ['README.md', ['id-2', 'id-3']],
  ]),
}

// Catches a document that counts twice because it was judged under two names, and a lost one that makes scores better.
test('RET-8.sets: judgements are understood by id and by name, and what is not there is told', () => {
  const judged = { 'id-1': 1, 'lease.pdf': 3, 'README.md': 2, 'gone.txt': 1, 'never.txt': 0 }
  expect(resolveJudgements(judged, library)).toEqual({
    byDocument: new Map([
      ['id-1', 3],
      ['id-2', 2],
      ['id-3', 2],
      ['gone.txt', 1],
      ['never.txt', 0],
    ]),
    missing: ['gone.txt'],
  })
})
