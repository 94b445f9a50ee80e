import { splitWords } from './words.ts'

/** Longer questions hold no more that this rule could tell apart; the rest of them is not read. UTF-16 code units. */
const mostRead = 20_000

/** What one sign adds. A sum of 1.61 is a complexity of 0.8. */
const weights = { word: 1 / 80, part: 0.35, step: 0.25, clause: 0.04, formal: 0.6, tool: 0.1 }

/** Ends of questions in the scripts that have their own sign for it. */
const questionMark = /[?？؟;՞⸮፧]/gu
/** A line that a list begins with: a dash, a bullet, or a number or letter with a mark. */
const listLine = /^[ \t]*(?:[-*•–·]|[\p{Nd}]{1,3}[.)．、]|\p{L}\))[ \t]*\S/gmu
/** Between parts of a sentence. */
const clauseMark = /[,;:،؛、；：，]/gu
/** Program text and formulas: fences, tags, operators, calls, mathematical signs. */
const formalText = /```|\$[^$\n]+\$|\\[a-z]+\{|[=<>]=|=>|\p{L}\(|[{}]\s*$|[∀-⋿∑∫√≤≥≠±]/mu

/**
 * How much a question asks for, from 0 to 1, by its form alone and so in any language: its length in words, the questions
 * and the listed steps in it, its clauses, program text or formulas, and the tools that it may take. The signs are added up
 * as s, and the complexity is 1 − e^(−s): each further sign counts less. A rule of thumb, told to the person with the
 * choice that it led to.
 */
export function questionComplexity(question: string, { tools = 0 }: { tools?: number } = {}): number {
  const text = question.slice(0, mostRead)
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  const signs =
    weights.word * splitWords(text).length +
    weights.part * Math.max(0, count(questionMark) - 1) +
    weights.step * count(listLine) +
    weights.clause * count(clauseMark) +
    (formalText.test(text) ? weights.formal : 0) +
    weights.tool * tools
  return 1 - Math.exp(-signs)
}
