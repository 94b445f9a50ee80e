import { describe, expect, test } from 'vitest'
import { questionComplexity } from './question-complexity.ts'

describe('the complexity of a question', () => {
  test('MOD-3.complexity: short questions are simple in every script', () => {
    // Catches a rule that takes a script without spaces, or its marks, for something difficult.
    const questions = [
      'What is the capital of France?',
      'ما هي عاصمة فرنسا؟',
      'フランスの首都は何ですか？',
      'Wann endet die Frist?',
      'Πότε λήγει η προθεσμία;',
    ]
    for (const question of questions) expect(questionComplexity(question), question).toBeLessThan(0.3)
  })

  test('MOD-3.complexity: tasks of many parts, with steps or formulas are complex', () => {
    const comparison = `Compare the two contracts, clause by clause, as to liability, notice periods and termination:
1. Which of them is stricter, and why?
2. What follows for a supplier that delivers late, in part, or not at all?
3. Which clauses contradict the general terms?
4. Draft a wording that both sides could accept, and give reasons for each change.`
    const proof = `Prove that $\\sum_{k=1}^n k = n(n+1)/2$, then say what changes when k runs over the odd numbers only,
and show each step of the induction, its base case, its hypothesis, and where the hypothesis is used.
- Do it by induction.
- Do it by pairing terms.
- Say which of the two is easier to follow, and for whom?`
    for (const task of [comparison, proof]) expect(questionComplexity(task)).toBeGreaterThan(0.8)
  })

  test('never leaves 0 to 1, and takes any length in little time', () => {
    expect(questionComplexity('')).toBe(0)
    expect(questionComplexity('a, '.repeat(1_000_000))).toBeLessThanOrEqual(1)
    expect(questionComplexity('find it', { tools: 12 })).toBeGreaterThan(questionComplexity('find it'))
  })
})
