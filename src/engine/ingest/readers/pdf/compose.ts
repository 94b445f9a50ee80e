import type { DocumentType } from '../../../../contract/document.ts'
import type { TextRun } from '../../../store/repositories/documents.ts'
import type { DocumentPage, ExtractedDocument } from '../../reading/extracted.ts'
import type { DocumentBuilder } from '../document-builder.ts'
import { findAlignedTables } from './aligned-tables.ts'
import { type KindContext, kindOf } from './block-kind.ts'
import { bodySize, headingLevels } from './headings.ts'
import { collectVocabulary, type JoinedText, joinLines, type Vocabulary } from './join-lines.ts'
import type { Line } from './lines.ts'
import { groupParagraphs, type Paragraph, startsListItem } from './paragraphs.ts'
import type { PageLines } from './read-pages.ts'
import { type FoundTable, findRuledTables } from './ruled-tables.ts'
import { removeRunningLines } from './running-lines.ts'

/** `outline` has the titles of the file's own table of contents with their depth. */
export type Composition = { type: DocumentType; outline: ReadonlyMap<string, number> }

type Writing = {
  builder: DocumentBuilder
  runs: TextRun[]
  vocabulary: Vocabulary
  kinds: Pick<KindContext, 'levels' | 'bodySize'>
}

/** Makes a document of pages; headers, headings and which hyphens stay are decided from all of them. */
export function compose(
  builder: DocumentBuilder,
  read: readonly PageLines[],
  { type, outline }: Composition,
): ExtractedDocument {
  const pages = removeRunningLines(read)
  const lines = pages.flatMap((page) => page.lines)
  const kinds = { levels: headingLevels(lines, outline), bodySize: bodySize(lines) }
  const writing: Writing = { builder, runs: [], vocabulary: collectVocabulary(lines), kinds }
  const placed: DocumentPage[] = []
  for (const [index, page] of pages.entries()) {
    const number = index + 1
    const firstBlock = builder.blocks.length
    writePage(page, number, writing)
    const start = builder.blocks[firstBlock]?.start ?? builder.length
    placed.push({ number, start, end: builder.length, width: page.width, height: page.height })
  }
  const ocrPages = pages.flatMap(({ confidence }, index) =>
    confidence === null ? [] : [{ page: index + 1, confidence }],
  )
  return { ...builder.finish(type), pages: placed, runs: writing.runs, ...(ocrPages.length > 0 && { ocrPages }) }
}

function writePage(page: PageLines, number: number, writing: Writing): void {
  const parts = partsOf(page)
  const paragraphs = parts.flatMap((part) => ('cells' in part ? [] : [part]))
  const listEdges = paragraphs.flatMap(({ lines: [first] }) =>
    first !== undefined && startsListItem(first.text) ? [first.along] : [],
  )
  for (const part of parts) {
    if ('cells' in part) writeTable(part, number, writing)
    else {
      const after = paragraphs.slice(paragraphs.indexOf(part))
      const atFoot = after.every(({ size }) => size < writing.kinds.bodySize)
      writeParagraph(part, { ...writing.kinds, listEdges, atFoot, page: number }, writing)
    }
  }
  for (const { kind, text, box } of page.annotations) {
    const start = writing.builder.add(kind, text, { page: number })
    if (start !== null) writing.runs.push({ page: number, start, end: writing.builder.length, ...box })
  }
}

/** The tables and paragraphs of a page in order; a table stands where its first line did. */
function partsOf(page: PageLines): (FoundTable | Paragraph)[] {
  const ruled = findRuledTables(page)
  const taken = new Set(ruled.flatMap(({ lines }) => [...lines]))
  const aligned = runsWithout(page.lines, taken).flatMap(findAlignedTables)
  const tables = new Map<Line, FoundTable>()
  for (const table of [...ruled, ...aligned]) for (const line of table.lines) tables.set(line, table)
  const parts: (FoundTable | Paragraph)[] = []
  let prose: Line[] = []
  const flush = () => {
    parts.push(...groupParagraphs(prose))
    prose = []
  }
  for (const line of page.lines) {
    const table = tables.get(line)
    if (table === undefined) prose.push(line)
    else if (!parts.includes(table)) {
      flush()
      parts.push(table)
    }
  }
  flush()
  return parts
}

/** The lines between those that are taken. */
function runsWithout(lines: readonly Line[], taken: ReadonlySet<Line>): Line[][] {
  const runs: Line[][] = [[]]
  for (const line of lines) {
    if (!taken.has(line)) runs.at(-1)?.push(line)
    else if (runs.at(-1)?.length !== 0) runs.push([])
  }
  return runs
}

function writeParagraph(paragraph: Paragraph, context: KindContext & { page: number }, writing: Writing): void {
  const joined = joinLines(paragraph, writing.vocabulary)
  const { kind, level } = kindOf(paragraph, joined.text, context)
  const start = writing.builder.add(kind, joined.text, { page: context.page, level })
  if (start !== null) addRuns(joined, { page: context.page, start }, writing)
}

function writeTable({ cells }: FoundTable, page: number, writing: Writing): void {
  const rows = cells
    .map((row) =>
      row.map((lines) => joinLines({ lines, size: lines[0]?.size ?? 0, tabular: false }, writing.vocabulary)),
    )
    .filter((row) => row.some(({ text }) => text.trim() !== ''))
  writing.builder.addTable(
    rows.map((row) => row.map(({ text }) => text)),
    { page },
  )
  const spans = writing.builder.blocks.at(-1)?.rows ?? []
  for (const [index, row] of rows.entries()) {
    for (const [column, joined] of row.entries()) {
      const start = spans[index]?.[column]?.start
      if (start !== undefined) addRuns(joined, { page, start }, writing)
    }
  }
}

function addRuns({ pieces }: JoinedText, { page, start }: { page: number; start: number }, { runs }: Writing): void {
  for (const piece of pieces) runs.push({ page, start: start + piece.start, end: start + piece.end, ...piece.box })
}
