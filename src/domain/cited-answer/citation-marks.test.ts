import { describe, expect, test } from 'vitest'
import { createMarkRewriter, type ResolveMark } from './citation-marks.ts'

/** Rewrites a text that arrives in pieces of so many characters. */
function rewrite(text: string, resolve: ResolveMark, pieces = text.length): string {
  const rewriter = createMarkRewriter(resolve)
  let done = ''
  for (let at = 0; at < text.length; at += pieces) done += rewriter.push(text.slice(at, at + pieces))
  return done + rewriter.end()
}

/** Of five sources, each becomes the citation of ten times its number. */
const tenfold: ResolveMark = (sources) => sources.filter((number) => number <= 5).map((number) => number * 10)

const answer = [
  'It cost 12 euros [2]. So it did [1, 3]; and more [1-3], or 【4†report】.',
  '',
  'Nowhere [9]. In part [2][8]. A [link](http://a.b) and [1](http://a.b), the year [2024].',
  '```js',
  'const a = list[1]',
  '```',
  'In a row: `b[2]` [5]. $$ x_[1] $$ An open ` tick [1]',
  '',
  'is closed by a blank line [1].',
].join('\n')

const expected = [
  'It cost 12 euros [20]. So it did [10][30]; and more [10][20][30], or [40].',
  '',
  'Nowhere. In part [20]. A [link](http://a.b) and [1](http://a.b), the year [2024].',
  '```js',
  'const a = list[1]',
  '```',
  'In a row: `b[2]` [50]. $$ x_[1] $$ An open ` tick [1]',
  '',
  'is closed by a blank line [10].',
].join('\n')

describe('marks of a model', () => {
  test('become citations, and those to nowhere go', () => {
    expect(rewrite(answer, tenfold)).toBe(expected)
  })

  // Would catch a citation that nobody can click, and a definition, an array or a figure that is taken for one.
  test('are known in the shapes that models give them', () => {
    const written = [
      'A [^1]. B [Source 2]. C [sources: 1, 2]. D \\[1\\]. E [[3]]. F ［4］. G [来源2]. H [1 and 2].',
      'I [Figure 1]. J [#12]. [see [1]] In the plan [2]: deep.',
      '[^1]: plan.md',
      '~~~',
      'b[3]',
      '',
      '```',
      '~~~',
      '[3]',
    ].join('\n')
    const read = [
      'A [10]. B [20]. C [10][20]. D [10]. E [30]. F [40]. G [20]. H [10][20].',
      'I [Figure 1]. J [#12]. [see [10]] In the plan [20]: deep.',
      '[^1]: plan.md',
      '~~~',
      'b[3]',
      '',
      '```',
      '~~~',
      '[30]',
    ].join('\n')
    for (const pieces of [1, 2, 3, 1_000]) expect(rewrite(written, tenfold, pieces)).toBe(read)
  })

  // Would catch a mark that is shown before it is whole, and one that a cut through it hides.
  test('are the same however the text is cut', () => {
    for (const pieces of [1, 2, 3, 5, 7, 11]) expect(rewrite(answer, tenfold, pieces)).toBe(expected)
  })

  test('are told the sentence that they stand behind', () => {
    const claims: string[] = []
    rewrite('First one. Second [1]. - Third.\n- An item [2].\n| A | cell [3] |', (_, claim) => {
      claims.push(claim)
      return [1]
    })
    expect(claims).toEqual(['Second', 'An item', 'A   cell'])
  })

  test('are looked for in time that grows with the length alone', () => {
    // Catches a million spaces in one piece, which held up the engine for minutes.
    for (const sign of [' ', '[1 ', '[ ', '[source ', '\\[', '~', '`', '[1 and ']) {
      expect(rewrite(sign.repeat(200_000), tenfold)).toHaveLength(sign.length * 200_000)
    }
  })

  test('that never end hold nothing back for long', () => {
    const rewriter = createMarkRewriter(tenfold)
    expect(rewriter.push(`[${'1,'.repeat(200)}`).length).toBeGreaterThan(200)
  })
})
