import type { Command } from 'commander'
import type { Document, ExtractionReport } from '../../contract/document.ts'
import type { Chunk } from '../../contract/document-care.ts'
import { type CommandRunner, readCount } from '../command.ts'
import { addDocumentOptions, type DocumentOptions, type Place } from '../document-options.ts'
import { formatTime, showFacts } from '../document-tables.ts'
import type { Outcome } from '../exit-codes.ts'
import { findDocument } from '../find-document.ts'
import { describePage, formatBytes, indent, listPages, unitOf } from '../format.ts'
import type { Terminal } from '../terminal.ts'
import { toPlainText } from '../terminal.ts'
import { describeWarnings } from '../warnings.ts'

type ShowOptions = DocumentOptions & { content?: boolean }
type ChunksOptions = DocumentOptions & { offset: string; limit: string }

/** Blocks that are asked for together. */
const pageBlocks = 2_000

/** `document show|report|chunks`: what there is of a document. */
export function registerDocumentViews(document: Command, run: CommandRunner): void {
  addDocumentOptions(
    document
      .command('show <document>')
      .description('What is known of a document')
      .option('--content', 'its text instead, as it was read'),
  ).action((typed: string, options: ShowOptions) =>
    run(options, (context) => context.withEngine((client) => show(typed, options, { client, context }))),
  )
  addDocumentOptions(
    document.command('report <document>').description('What reading it gave, and what it could not give'),
  ).action((typed: string, options: DocumentOptions) =>
    run(options, (context) => context.withEngine((client) => report(typed, options, { client, context }))),
  )
  addDocumentOptions(
    document
      .command('chunks <document>')
      .description('The passages that it was cut into')
      .option('--offset <count>', 'passages to pass over', '0')
      .option('--limit <count>', 'passages at most', '100'),
  ).action((typed: string, options: ChunksOptions) =>
    run(options, (context) => context.withEngine((client) => chunks(typed, options, { client, context }))),
  )
}

async function show(typed: string, options: ShowOptions, { client, context }: Place): Promise<Outcome> {
  const found = await findDocument(client, typed, options)
  if (options.content !== true) {
    context.result(found, () => showDocument(found, context.terminal))
    return 'ok'
  }
  const parts: string[] = []
  let end = 0
  for (let fromBlock = 0, total = 1; fromBlock < total; fromBlock += pageBlocks) {
    const content = await client.documents.content({ documentId: found.id, fromBlock, limit: pageBlocks })
    // Between two pages of blocks there is nothing but white space.
    if (fromBlock > 0 && content.textStart > end) parts.push('\n\n')
    parts.push(content.text)
    end = content.textStart + content.text.length
    total = content.totalBlocks
  }
  const text = parts.join('')
  context.result({ document: found, text }, () => context.terminal.print(text))
  return 'ok'
}

function showDocument(document: Document, terminal: Terminal): void {
  const { error, modifiedAt, trashedAt } = document
  showFacts(
    [
      ['document', document.name],
      ['title', document.title === document.name ? null : document.title],
      ['id', document.id],
      ['address', document.uri],
      ['type', document.type],
      ['state', error === null ? document.state : `${document.state} (${error})`],
      ['original', document.available ? formatBytes(document.bytes) : `${formatBytes(document.bytes)}, unavailable`],
      [`${unitOf(document.type)}s`, document.pages === null ? null : `${document.pages}`],
      ['passages', `${document.chunks}`],
      ['tags', document.tags.join(', ')],
      ['added (UTC)', formatTime(document.addedAt)],
      ['modified (UTC)', modifiedAt === null ? null : formatTime(modifiedAt)],
      ['in the trash since', trashedAt === null ? null : formatTime(trashedAt)],
      ['SHA-256', document.contentHash],
      ...Object.entries({ ...document.properties, ...document.metadata }),
    ],
    terminal,
  )
  showWarnings(document, terminal)
}

async function report(typed: string, options: DocumentOptions, { client, context }: Place): Promise<Outcome> {
  const found = await findDocument(client, typed, options)
  const told = await client.documents.report({ documentId: found.id })
  context.result(told, () => showReport(found, told, context.terminal))
  return 'ok'
}

function showReport({ name }: Document, told: ExtractionReport, terminal: Terminal): void {
  const unit = unitOf(told.type)
  const recognised = told.ocrPages.map(({ page, confidence }) => `${page} (${Math.round(confidence)} % sure)`)
  const blocks = Object.entries(told.blocks).map(([kind, number]) => `${number} ${kind}`)
  showFacts(
    [
      ['document', name],
      ['type', told.type],
      ['error', told.error === null ? null : `${told.error}${told.detail === null ? '' : `: ${told.detail}`}`],
      [`${unit}s`, told.pages === null ? null : `${told.pages}`],
      [`${unit}s with text`, listPages(told.readPages)],
      [`${unit}s recognised`, recognised.join(', ')],
      [`${unit}s without text`, listPages(told.emptyPages)],
      ['blocks', blocks.join(', ')],
      ['characters', told.characters.toLocaleString('en')],
      ['passages', `${told.chunks}`],
      ['time', told.milliseconds === null ? null : `${told.milliseconds.toLocaleString('en')} ms`],
    ],
    terminal,
  )
  showWarnings(told, terminal)
}

function showWarnings({ type, warnings }: Pick<Document, 'type' | 'warnings'>, terminal: Terminal): void {
  for (const line of describeWarnings(type, warnings)) terminal.print(`warning  ${line}`)
}

async function chunks(typed: string, options: ChunksOptions, { client, context }: Place): Promise<Outcome> {
  const found = await findDocument(client, typed, options)
  const page = await client.documents.chunks({
    documentId: found.id,
    offset: readCount('--offset', options.offset, { maximum: 100_000_000 }),
    limit: readCount('--limit', options.limit, { minimum: 1, maximum: 500 }),
  })
  context.result(page, () => {
    for (const chunk of page.items) showChunk(chunk, found, context.terminal)
    const last = page.items.at(-1)
    if (last !== undefined && last.ordinal + 1 < page.total) {
      context.terminal.say(`${page.total} passages; see further ones with --offset ${last.ordinal + 1}.`)
    }
  })
  return 'ok'
}

function showChunk(chunk: Chunk, { type }: Document, terminal: Terminal): void {
  const place = [
    `#${chunk.ordinal}`,
    ...(chunk.page === null ? [] : [describePage(type, chunk.page)]),
    ...(chunk.line === null ? [] : [`line ${chunk.line}`]),
    ...(chunk.headingPath.length === 0 ? [] : [chunk.headingPath.join(' › ')]),
    `${chunk.tokens} tokens`,
  ]
  terminal.print(toPlainText(place.join(' · ')).replaceAll('\n', ' '))
  if (chunk.context !== '') terminal.print(`  [${indent(chunk.context, 3)}]`)
  terminal.print(`  ${indent(chunk.text, 2)}\n`)
}
