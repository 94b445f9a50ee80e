import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Chunking, ChunkingStrategy } from '../../../contract/chunking.ts'
import type { BlockKind, DocumentType } from '../../../contract/document.ts'
import { type ChunkSpan, withText } from '../../store/packed-content.ts'
import { DocumentBuilder } from '../readers/document-builder.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import { chunkDocument, defaultChunking } from './chunk-document.ts'
import { countTokens } from './count-tokens.ts'
import { needsModel } from './needs-model.ts'

const kinds: BlockKind[] = ['heading', 'paragraph', 'list-item', 'table', 'code', 'quote', 'caption', 'note']

/** Text as it comes: words and sentences, long runs without spaces, emoji, other scripts, any characters at all. */
const anyText = fc.oneof(
  fc.lorem({ maxCount: 60, mode: 'sentences' }),
  fc.lorem({ maxCount: 200 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.integer({ min: 1, max: 3_000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 1, max: 900 }).map((length) => '👩🏽‍🚀'.repeat(length)),
  fc.integer({ min: 1, max: 900 }).map((length) => '文字。次の文'.repeat(length)),
  fc.integer({ min: 1, max: 2_000 }).map((length) => '. '.repeat(length)),
  fc.integer({ min: 1, max: 30_000 }).map((length) => '-'.repeat(length)),
  fc.integer({ min: 1, max: 300 }).map((lines) => '  if (a) {\n    b(a)\n  }\n'.repeat(lines)),
  fc.integer({ min: 1, max: 40 }).map((turns) => 'Ada: Are you there?\nBob: I am, and so is she.\n'.repeat(turns)),
)

const anySource: fc.Arbitrary<ExtractedDocument> = fc
  .record({
    type: fc.constantFrom<DocumentType>('pdf', 'code', 'csv', 'mbox', 'text'),
    parts: fc.array(
      fc.record({
        kind: fc.constantFrom(...kinds),
        text: anyText,
        page: fc.nat(2),
        level: fc.integer({ min: 1, max: 6 }),
        symbol: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ type, parts }) => {
    const builder = new DocumentBuilder()
    builder.add('paragraph', 'x', { page: 1, line: 1 })
    let page = 1
    for (const part of parts) {
      page += part.page
      const level = part.kind === 'heading' ? part.level : null
      const line = 1 + (part.kind === 'table' ? 0 : builder.length)
      builder.add(part.kind, part.text, { page, level, line, ...(part.kind === 'code' && { symbol: part.symbol }) })
    }
    return builder.finish(type)
  })

const strategies = ChunkingStrategy.options.filter((strategy) => !needsModel(strategy))

const anyChunking: fc.Arbitrary<Chunking> = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    maximumTokens: fc.integer({ min: 64, max: 600 }),
    overlapTokens: fc.integer({ min: 0, max: 32 }),
    codeLines: fc.integer({ min: 5, max: 60 }),
    codeOverlapLines: fc.nat(12),
    windowSentences: fc.nat(3),
    paragraphs: fc.integer({ min: 1, max: 6 }),
    overlapParagraphs: fc.nat(5),
  })
  .map((chunking) => Chunking.parse(chunking))

function uncovered(source: ExtractedDocument, chunks: readonly ChunkSpan[]): string {
  let missing = ''
  let reached = 0
  for (const chunk of chunks) {
    if (chunk.start > reached) missing += source.text.slice(reached, chunk.start)
    reached = Math.max(reached, chunk.end)
  }
  return (missing + source.text.slice(reached)).replace(/\s/g, '')
}

/** The slow way: every line end of the block before the position. */
function lineOf({ text, blocks }: ExtractedDocument, position: number): number | null {
  const block = blocks.findLast(({ start }) => start <= position)
  return block?.line === undefined ? null : block.line + text.slice(block.start, position).split('\n').length - 1
}

/** Checks what must hold of the chunks of any document, however it is cut. One assertion, since there are thousands of chunks. */
function checkChunks(source: ExtractedDocument, chunking: Chunking): void {
  const chunks = withText(source.text, chunkDocument(source, chunking))
  const flaws = chunks.flatMap((chunk, index) => {
    const previous = chunks[index - 1]
    const inside = source.blocks.filter((block) => block.start < chunk.end && block.end > chunk.start)
    const holds = {
      ordinal: chunk.ordinal === index,
      text: chunk.text.isWellFormed() && chunk.text.trim() === chunk.text && chunk.text !== '',
      order: previous === undefined || (chunk.start > previous.start && chunk.end > previous.end),
      tokens: chunk.tokens === countTokens(chunk.text),
      size: chunk.tokens <= chunking.maximumTokens,
      page: inside.length > 0 && inside.every(({ page }) => page === chunk.page),
      line: chunk.line === lineOf(source, chunk.start),
    }
    return Object.entries(holds).flatMap(([what, isTrue]) => (isTrue ? [] : [{ what, chunk }]))
  })
  expect({ flaws, uncovered: uncovered(source, chunks) }).toEqual({ flaws: [], uncovered: '' })
}

describe('chunks of any document', () => {
  test.each(strategies)(
    'LIB-6.span: LIB-6.page: LIB-6.line: cut by %s, every visible character is in a chunk of the right size, page and line',
    (strategy) => {
      fc.assert(
        fc.property(anySource, anyChunking, (source, chunking) => checkChunks(source, { ...chunking, strategy })),
        { numRuns: 60 },
      )
    },
  )

  test('LIB-5.defaults: no chunk has more than 512 tokens, no two share more than 64', () => {
    const sizes = [defaultChunking.maximumTokens, defaultChunking.overlapTokens]
    expect(sizes).toEqual([512, 64])
    fc.assert(
      fc.property(anySource, (source) => {
        const document: ExtractedDocument = { ...source, type: 'pdf' }
        const chunks = chunkDocument(document)
        const tooLarge = chunks.filter((chunk, index) => {
          const shared = source.text.slice(chunk.start, Math.max(chunk.start, chunks[index - 1]?.end ?? 0))
          return chunk.tokens > 512 || countTokens(shared) > 64
        })
        expect(tooLarge).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

describe('chunks by structure', () => {
  const sections = '# Guide\n\nIntro.\n\n## Install\n\n### Linux\n\nRun it.\n\nThen again.\n\n## Use\n\nAsk.\n'

  test('LIB-5.headings: LIB-5.heading-path: a heading begins a chunk and its paragraphs share it', async () => {
    const document = await readBytes('guide.md', sections)
    const chunks = withText(document.text, chunkDocument(document))
    expect(chunks.map(({ headingPath, text }) => [headingPath, text])).toEqual([
      [['Guide'], 'Guide\n\nIntro.'],
      [['Guide', 'Install', 'Linux'], 'Install\n\nLinux\n\nRun it.\n\nThen again.'],
      [['Guide', 'Use'], 'Use\n\nAsk.'],
    ])
  })

  // Catches a slide without a title that is told to stand under the title of the slide before.
  test('LIB-5.heading-path: no heading reaches beyond its slide, but one of a page does', () => {
    const pathsAs = (type: DocumentType) => {
      const builder = new DocumentBuilder()
      builder.add('heading', 'Costs', { page: 1, level: 1 })
      builder.add('paragraph', 'Much.', { page: 1 })
      builder.add('paragraph', 'Questions?', { page: 2 })
      return chunkDocument(builder.finish(type)).map(({ headingPath }) => headingPath)
    }
    expect(pathsAs('pptx')).toEqual([['Costs'], []])
    expect(pathsAs('pdf')).toEqual([['Costs'], ['Costs']])
  })

  test('LIB-5.tables: a table that fits in one chunk is never cut, a larger one is cut between rows', async () => {
    const table = (rows: number) =>
      `| name | value |\n|--|--|\n${Array.from({ length: rows }, (_, row) => `| row ${row} | number ${row} |`).join('\n')}`
    const words = 'word '.repeat(300)
    const whole = await readBytes('a.md', `${words}\n\n${table(30)}\n\n${words}`)
    const cut = await readBytes('a.md', table(200))
    const tables = withText(whole.text, chunkDocument(whole)).filter(({ text }) => text.includes('row '))
    const pieces = withText(cut.text, chunkDocument(cut))
    expect(tables).toHaveLength(1)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every(({ text }) => /^(name|row \d+) \| .*number \d+$/s.test(text))).toBe(true)
  })

  test('LIB-5.defaults: long prose is cut after sentences, and each piece begins with the end of the one before', async () => {
    const text = Array.from(
      { length: 150 },
      (_, index) => `This is sentence number ${index} of a long paragraph.`,
    ).join(' ')
    const document = await readBytes('a.txt', text)
    const chunks = withText(document.text, chunkDocument(document))
    expect(chunks.length).toBeGreaterThan(2)
    for (const [index, chunk] of chunks.entries()) {
      expect(chunk.text).toMatch(/^This is .*paragraph\.$/)
      const overlap = (chunks[index - 1]?.end ?? chunk.start) - chunk.start
      if (index > 0) expect(countTokens(chunk.text.slice(0, overlap))).toBeGreaterThan(40)
    }
  })

  // Would catch a count of the whole chunk for each full stop that is added to it: minutes for a small file of them.
  test('LIB-2.isolation: sentences of a sign or two are cut together', async () => {
    const document = await readBytes('a.txt', '。'.repeat(30_000))
    const chunks = withText(document.text, chunkDocument(document))
    expect(chunks.at(-1)?.end).toBe(document.text.length)
    expect(chunks.every(({ text }) => countTokens(text) <= 512)).toBe(true)
  })

  test('a heading is not parted from prose that does not fit, and a heading alone is still a chunk', async () => {
    const document = await readBytes('a.md', `# Long\n\n${'A sentence that goes on. '.repeat(120)}\n\n# Alone`)
    const chunks = withText(document.text, chunkDocument(document))
    expect([chunks[0]?.text.slice(0, 20), chunks.at(-1)?.text]).toEqual(['Long\n\nA sentence tha', 'Alone'])
  })
})
