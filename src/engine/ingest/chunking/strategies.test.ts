import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Chunking } from '../../../contract/chunking.ts'
import { type ChunkInput, withText } from '../../store/packed-content.ts'
import { chooseStrategy, chunkDocument } from './chunk-document.ts'

async function cut(name: string, content: string, chunking: Partial<Chunking> = {}): Promise<ChunkInput[]> {
  const document = await readBytes(name, content)
  return withText(document.text, chunkDocument(document, Chunking.parse(chunking)))
}

function lineCount({ text }: ChunkInput): number {
  return text.split('\n').length
}

/** A method of so many lines, with an empty line after it. */
function method(name: string, lines: number): string {
  const body = Array.from({ length: lines - 2 }, (_, line) => `    let v${line} = ${name}(${line})`).join('\n')
  return `  ${name}() {\n${body}\n  }\n`
}

describe('code', () => {
  test('LIB-5.code: small functions and classes stay whole, together up to 50 lines, with the imports beside them', async () => {
    const imports = "import a from 'a'\nimport b from 'b'\n"
    const classes = ['One', 'Two', 'Three', 'Four'].map((name) => `class ${name} {\n${method('go', 20)}}\n`)
    const chunks = await cut('a.ts', `${imports}\n${classes.join('\n')}`)
    expect(chunks.map(({ headingPath, context, line }) => [headingPath, context, line])).toEqual([
      [['One, Two'], '', 1],
      [['Three, Four'], imports.trim(), 50],
    ])
    for (const chunk of chunks) expect(lineCount(chunk)).toBeLessThanOrEqual(50)
  })

  test('LIB-5.code: LIB-5.heading-path: a large class is cut between its methods, and chunks carry the names', async () => {
    const source = `class Tree {\n${[method('grow', 30), method('cut', 30), method('fall', 12)].join('\n')}}\n`
    const chunks = await cut('a.js', source)
    expect(chunks.map(({ headingPath, line }) => [headingPath, line])).toEqual([
      [['Tree', 'grow'], 1],
      [['Tree', 'cut, fall'], 33],
    ])
    expect(chunks[1]?.text).toMatch(/^cut\(\) \{[\s\S]*\}\n\}$/)
  })

  test('LIB-5.code: a function that is too long is cut into 30 to 50 lines, each piece repeats 5 to 10 of the one before', async () => {
    const steps = Array.from({ length: 150 }, (_, line) => `    step(${line})`)
    const chunks = await cut('a.py', `def long():\n${steps.join('\n')}\n`)
    expect(chunks.length).toBeGreaterThan(2)
    for (const [index, chunk] of chunks.entries()) {
      const before = chunks[index - 1]
      if (index < chunks.length - 1) expect(lineCount(chunk)).toBeGreaterThanOrEqual(30)
      expect(lineCount(chunk)).toBeLessThanOrEqual(50)
      expect(chunk.headingPath).toEqual(['long'])
      if (before === undefined) continue
      const repeated = (before.line ?? 0) + lineCount(before) - (chunk.line ?? 0)
      expect(repeated).toBeGreaterThanOrEqual(5)
      expect(repeated).toBeLessThanOrEqual(10)
    }
  })

  test('code is cut where it is indented the least, not in the middle of what belongs together', async () => {
    const loop = `    for i in a:\n${'        step(i)\n'.repeat(17)}`
    const chunks = await cut('a.py', `def long(a):\n${loop.repeat(6)}`, { codeOverlapLines: 0 })
    expect(chunks.slice(1).every(({ text }) => text.startsWith('for i in a:'))).toBe(true)
  })
})

describe('conversations', () => {
  const line = (turn: number) =>
    `${turn % 2 === 0 ? 'Ada' : 'Bob'}: ${`This is turn ${turn} of the talk. `.repeat(4).trim()}`

  test.each([
    ['lines', (turn: number) => `${line(turn)}\n`],
    ['paragraphs', (turn: number) => `${line(turn)}\n\n`],
    ['time before', (turn: number) => `[10:${10 + turn}] ${line(turn)}\n`],
    ['date before', (turn: number) => `31/12/2024, 10:${10 + turn} - ${line(turn)}\n`],
  ])('LIB-5.turns: a transcript (%s) is cut between turns, 256 to 512 tokens', async (_name, toLine) => {
    const source = Array.from({ length: 49 }, (_, turn) => toLine(turn)).join('')
    expect(chooseStrategy(await readBytes('talk.txt', source))).toBe('turns')
    const chunks = await cut('talk.txt', source)
    expect(chunks.length).toBeGreaterThan(2)
    for (const chunk of chunks.slice(0, -1)) expect(chunk.tokens).toBeGreaterThanOrEqual(256)
    for (const { text, tokens } of chunks) {
      expect(tokens).toBeLessThanOrEqual(512)
      expect(text).toMatch(/^(?:\[?[\d/:, ]+\]? (?:- )?)?(?:Ada|Bob): This[\s\S]*talk\.$/)
    }
  })

  test('a turn that does not fit fills what is begun rather than leave it nearly empty', async () => {
    const long = `Ada: ${'She goes on about it. '.repeat(90)}\n`
    const chunks = await cut('talk.txt', `${line(1)}\n${long}`.repeat(6))
    expect(Math.min(...chunks.slice(0, -1).map(({ tokens }) => tokens))).toBeGreaterThanOrEqual(256)
  })

  test('subtitles are turns; a glossary and prose with colons are none', async () => {
    const cues = Array.from(
      { length: 9 },
      (_, cue) => `00:00:0${cue}.000 --> 00:00:0${cue}.900\nWords ${cue}.\n\n`,
    ).join('')
    const glossary = Array.from({ length: 20 }, (_, term) => `Term${term}: what it means.`).join('\n')
    const prose = 'Note: this holds. Warning: that does not.\n'.repeat(3)
    const chosen = await Promise.all(
      [cues, glossary, prose].map(async (text) => chooseStrategy(await readBytes('a.txt', text))),
    )
    expect(chosen).toEqual(['turns', 'structure', 'structure'])
  })
})

describe('rows, paragraphs, sentences, fixed', () => {
  const rows = Array.from({ length: 150 }, (_, row) => `| row ${row} | number ${row} |`).join('\n')

  test('LIB-5.tables: rows that are parted from their header have it as their context', async () => {
    for (const strategy of ['rows', 'structure'] as const) {
      const chunks = await cut('a.md', `| name | value |\n|--|--|\n${rows}`, { strategy })
      expect(chunks.length).toBeGreaterThan(1)
      expect(chunks.map(({ context }) => context)).toEqual(
        chunks.map((_, index) => (index === 0 ? '' : 'name | value')),
      )
      const found = chunks.flatMap(({ text }) => text.match(/row \d+/g) ?? [])
      expect(new Set(found).size).toBe(150)
      expect(found).toHaveLength(150)
    }
  })

  test('LIB-6.line: rows below a delimiter know their own lines', async () => {
    const chunks = await cut('a.md', `Text.\n\n| name | value |\n|--|--|\n${rows}`, { strategy: 'rows' })
    for (const { text, line } of chunks.slice(2)) {
      const row = Number(/^row (\d+)/.exec(text)?.[1])
      expect(line).toBe(row + 5)
    }
  })

  test('LIB-5.prose: four paragraphs of a section at a time, the last of them repeated', async () => {
    const text = Array.from({ length: 9 }, (_, index) => `Paragraph ${index} says something.`).join('\n\n')
    const chunks = await cut('a.md', `# Title\n\n${text}\n\n# Next\n\nOne more.`, { strategy: 'paragraphs' })
    expect(chunks.map(({ text: piece, headingPath }) => [headingPath[0], piece.match(/\d/g)?.join('') ?? ''])).toEqual([
      ['Title', '0123'],
      ['Title', '3456'],
      ['Title', '678'],
      ['Next', ''],
    ])
  })

  test('a sentence has those before and after it around it', async () => {
    const text = Array.from({ length: 6 }, (_, index) => `Sentence ${index} ends.`).join(' ')
    const chunks = await cut('a.txt', text, { strategy: 'sentences', windowSentences: 1 })
    expect(chunks.map((chunk) => chunk.text.match(/\d/g)?.join(''))).toEqual(['012', '123', '234', '345'])
  })

  test('pieces of one size have it, whatever they hold', async () => {
    const text = `# A\n\n${'word '.repeat(400)}\n\n# B\n\n${'word '.repeat(400)}`
    const chunks = await cut('a.md', text, { strategy: 'fixed', maximumTokens: 100, overlapTokens: 20 })
    for (const { tokens } of chunks.slice(0, -1)) expect(tokens).toBeGreaterThan(85)
    expect(chunks.some(({ text: piece }) => /word\s+B\s+word/.test(piece))).toBe(true)
  })
})

test('LIB-6.line: a piece of soft-wrapped Markdown knows the line of the source at which it begins', async () => {
  const wrapped = Array.from({ length: 120 }, (_, line) => `This is *line* ${line + 3} of the\nsource, and it ends.`)
  const source = `# Title\n\n${wrapped.map((sentence) => sentence.replace('line* ', 'line* number ')).join('\n')}\n`
  const lines = source.split('\n')
  const chunks = await cut('a.md', source)
  expect(chunks.length).toBeGreaterThan(2)
  for (const { text, line } of chunks) {
    const [begins = ''] = text.split(/\s(?:of|number)\s/)
    expect(lines[(line ?? 0) - 1]?.replaceAll('*', '')).toContain(begins.split('\n')[0])
  }
  const [first = ''] = /number \d+/.exec(chunks[1]?.text ?? '') ?? []
  expect(lines.findIndex((text) => text.includes(`${first} `)) + 1).toBe(chunks[1]?.line)
})
