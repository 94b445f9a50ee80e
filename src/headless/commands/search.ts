import type { Command } from 'commander'
import { addCommonOptions, type CommandRunner, type CommonOptions, readCount } from '../command.ts'
import { describePlace, indent, linkTo } from '../format.ts'
import { describeNotices } from '../retrieval-notices.ts'
import { addRetrievalOptions, type RetrievalOptions, readRetrievalOptions } from '../retrieval-options.ts'
import { toPlainText } from '../terminal.ts'

type SearchOptions = CommonOptions & RetrievalOptions & { limit: string; documents?: boolean }

const shownCharacters = 400

export function registerSearch(program: Command, run: CommandRunner): void {
  const command = program
    .command('search')
    .description('Find passages by their words, and by their meaning where a library has vectors')
    .argument('<words...>', 'what to look for')
    .option('--limit <count>', 'passages at most', '10')
    .option('--documents', 'at most one passage of each document')
  addCommonOptions(addRetrievalOptions(command)).action((words: string[], options: SearchOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const { terminal } = context
        const found = await client.search.query(
          {
            query: words.join(' '),
            limit: readCount('--limit', options.limit, { minimum: 1, maximum: 1_000 }),
            group: options.documents ? 'document' : 'none',
            ...readRetrievalOptions(options),
          },
          { signal: terminal.signal },
        )
        const passages = found.passages.map((passage) => ({ ...passage, link: linkTo(passage) }))
        context.result({ ...found, passages }, () => {
          if (passages.length === 0) terminal.print('No passage holds any of these words.')
          for (const passage of passages) {
            terminal.print(`${describePlace(passage)}  (${passage.score.toFixed(2)})`)
            terminal.print(`    ${indent(shorten(passage.text), 4)}`)
            terminal.print(`    ${toPlainText(passage.link)}\n`)
          }
          for (const line of describeNotices(found.notices)) terminal.say(line)
        })
        return 'ok'
      }),
    ),
  )
}

function shorten(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters).trimEnd()}…`
}
