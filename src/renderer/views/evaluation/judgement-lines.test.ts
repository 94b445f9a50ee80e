import { expect, test } from 'vitest'
import { toJudgements, toLines, withNewId } from './judgement-lines.ts'

test('RET-8.sets: documents are typed one a line, and grades that a file gave stay', () => {
  // Would catch: an edit of the words of a question that loses its grades, or makes a refused document relevant.
  const before = { 'a.md': 3, 'b.md': 0, 'c.md': 1 }
  expect(toLines(before)).toBe('a.md\nc.md')
  expect(toJudgements(' a.md \n\nd.md\n', before)).toEqual({ 'b.md': 0, 'a.md': 3, 'd.md': 1 })
  expect(toJudgements('b.md', before)).toEqual({ 'b.md': 1 })
  expect(toJudgements('  \n')).toEqual({})
})

test('RET-8.sets: a question that is added takes no other’s place', () => {
  const others = [
    { id: 'q2', text: 'a', judgements: {} },
    { id: 'q3', text: 'b', judgements: {} },
  ]
  expect(withNewId({ text: 'c', judgements: {} }, others).id).toBe('q4')
  expect(withNewId({ text: 'c', judgements: {} }, others.slice(0, 1)).id).toBe('q3')
})
