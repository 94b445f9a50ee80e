import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../launch/paths.mjs'
import { readTestRun, runNames } from './results.ts'

export interface Titles {
  readonly passing: string[]
  readonly every: string[]
  /** Where they come from, for the person who reads the summary. */
  readonly source: string
}

/**
 * Titles from the last runs. Where there has been none, titles as written in the test files: then nobody has seen them
 * pass, and a title that is put together at run time is not found.
 */
export function collectTitles(): Titles {
  const written = writtenTitles()
  const runs = runNames.flatMap((name) => readTestRun(name) ?? [])
  if (runs.length === 0) return { passing: written, every: written, source: 'titles as written; no test has run yet' }
  const tests = runs.flatMap((run) => run.tests)
  const newest = runs
    .map(({ finishedAt }) => finishedAt)
    .sort()
    .at(-1)
  return {
    passing: tests.filter(({ state }) => state === 'passed').map(({ title }) => title),
    every: [...tests.map(({ title }) => title), ...written],
    source: `${tests.length} tests of the last runs, the newest of ${newest}`,
  }
}

function writtenTitles(): string[] {
  const files = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.{test,spec}.ts'], { cwd: root })
  return files.flatMap((file) => titlesInSource(file, readFileSync(join(root, file), 'utf8')))
}

/** First arguments of `test(…)`, `it.each(…)(…)`, `describe.skipIf(…)(…)` and the like, where they are literal text. */
export function titlesInSource(file: string, source: string): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ['test', 'it', 'describe'].includes(rootName(node.expression))) {
      const [first] = node.arguments
      if (first !== undefined && ts.isStringLiteralLike(first)) titles.push(first.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest))
  return titles
}

function rootName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootName(expression.expression)
  if (ts.isTaggedTemplateExpression(expression)) return rootName(expression.tag)
  return ''
}
