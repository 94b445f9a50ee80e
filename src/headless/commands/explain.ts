import type { Command } from 'commander'
import type { CutReason, ExplainedChunk, Explanation, StageRemark, Standing } from '../../contract/explain.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions } from '../command.ts'
import { findDocument } from '../find-document.ts'
import { count, formatTable } from '../format.ts'
import { addRetrievalOptions, type RetrievalOptions, readRetrievalOptions } from '../retrieval-options.ts'
import { type Terminal, toPlainText } from '../terminal.ts'

type ExplainOptions = CommonOptions & RetrievalOptions & { document: string; conversation?: string }

const shownChunks = 10
const shownCharacters = 60

const reasons: Record<CutReason, string> = {
  'other-library': 'its library is not searched',
  'filtered-out': 'the filter leaves it out',
  'in-trash': 'it lies in the trash',
  'not-ready': 'it could not be read',
  'no-match': 'no word of the question stands in it, and no vector is near',
  'below-candidates': 'below the last passage that goes on from there',
  'below-limit': 'others fit better',
  'too-alike': 'another passage says nearly the same',
  'over-token-budget': 'no room was left for it',
}

const remarks: Record<StageRemark, (count: number) => string> = {
  'stands-alone': () => 'the question stands on its own',
  'switched-off': () => 'switched off',
  'words-only': () => 'only words are looked for',
  'no-vectors': () => 'these libraries have no vectors',
  'no-name': () => 'no name in the question leads on',
  'no-model': () => 'no reranking model was at work',
  'searched-again': (searches) => count(searches, 'further search', 'further searches'),
}

export function registerExplain(program: Command, run: CommandRunner): void {
  const command = program
    .command('explain')
    .description('Why a document is found where it is, or not: its place in each list, its scores, and what cut it')
    .argument('<query...>', 'the question')
    .requiredOption('--document <document>', 'id, name or title of the document, or a part of one')
    .option('--conversation <id>', 'understand the question as the next one of this conversation')
  addCommonOptions(addRetrievalOptions(command)).action((words: string[], options: ExplainOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const only = options.library?.length === 1 ? options.library[0] : undefined
        const document = await findDocument(client, options.document, { library: only })
        const explained = await client.search.explain(
          {
            query: words.join(' '),
            documentId: document.id,
            ...(options.conversation === undefined ? {} : { conversationId: options.conversation }),
            ...readRetrievalOptions(options),
          },
          { signal: context.terminal.signal },
        )
        context.result(explained, () => show(explained, context.terminal))
        return 'ok'
      }),
    ),
  )
}

function show(explained: Explanation, terminal: Terminal): void {
  const { document, rank, cut, rewritten, question, terms, stages, chunks } = explained
  terminal.print(`${toPlainText(document.name)}: ${rank === null ? 'not among the candidates' : `document ${rank}`}`)
  terminal.print(cut === null ? 'Some of it is in what an answer is made from.' : describeCut(cut))
  if (rewritten !== question) terminal.print(`Understood as: ${toPlainText(rewritten)}`)
  terminal.print(`Words: ${toPlainText(terms.used.join(', ') || 'none')}`)
  if (terms.dropped.length > 0)
    terminal.print(`Left out, because nearly every passage holds them: ${toPlainText(terms.dropped.join(', '))}`)
  terminal.print('')
  const steps = stages.map(({ stage, ran, remark, passages, milliseconds }) => [
    stage,
    ran ? (passages === null ? 'done' : count(passages, 'passage')) : 'off',
    remark === null ? '' : remarks[remark.code](remark.count ?? 0),
    `${milliseconds.toFixed(1)} ms`,
  ])
  for (const line of formatTable(['step', 'outcome', 'why', 'time'], steps)) terminal.print(line)
  if (chunks.length === 0) return
  terminal.print('')
  const heads = ['passage', 'words', 'vectors', 'fused', 'reranked', 'used', 'cut']
  for (const line of formatTable(heads, chunks.slice(0, shownChunks).map(toRow))) terminal.print(line)
}

function toRow({ page, text, keyword, dense, fused, reranked, context, cut }: ExplainedChunk): string[] {
  const where = page === null ? '' : `page ${page}: `
  const standings = [keyword, dense, fused, reranked, context].map(describeStanding)
  return [`${where}${text.slice(0, shownCharacters)}`, ...standings, cut === null ? '' : reasons[cut.reason]]
}

/** `3 (12.41)`: rank and score. */
function describeStanding(standing: Standing | null): string {
  return standing === null ? '–' : `${standing.rank} (${standing.score.toFixed(2)})`
}

function describeCut({ stage, reason }: NonNullable<Explanation['cut']>): string {
  return `Cut${stage === null ? '' : ` at the step “${stage}”`}: ${reasons[reason]}.`
}
