import type { Command } from 'commander'
import { DocumentType } from '../contract/document.ts'
import { type RetrievalOverrides, SearchMode } from '../contract/retrieval-settings.ts'
import type { SearchFilter } from '../contract/search.ts'
import { readChoice, usageError } from './command.ts'

/** Options of the commands that look for passages. */
export type RetrievalOptions = {
  library?: string[]
  mode?: string
  broad?: boolean
  rerank: boolean
  type?: string[]
  tag?: string[]
  after?: string
  before?: string
}

export function addRetrievalOptions(command: Command): Command {
  return command
    .option('-l, --library <name>', 'library to search; may be repeated (default: all)', collectValues)
    .option('--mode <mode>', `${SearchMode.options.join(', ')} (default: as in the settings)`)
    .option('--broad', 'look for words too that the best passages share: finds more, and may put a worse one first')
    .option('--no-rerank', 'leave the order as it is before the reranking model')
    .option('--type <type>', 'only documents of this format, such as "pdf"; may be repeated', collectValues)
    .option('--tag <tag>', 'only documents with this tag; may be repeated', collectValues)
    .option('--after <date>', 'only documents that were changed on this day or later, such as 2024-03-31')
    .option('--before <date>', 'only documents that were changed on this day or earlier')
}

/** What the options narrow a search to, and how it is done, as the engine takes it. */
export function readRetrievalOptions(options: RetrievalOptions): {
  libraries?: string[]
  filter?: SearchFilter
  retrieval?: RetrievalOverrides
} {
  const { library, mode, broad, rerank, type, tag, after, before } = options
  const filter: SearchFilter = {
    ...(type === undefined ? {} : { types: type.map((each) => readChoice('--type', each, DocumentType.options)) }),
    ...(tag === undefined ? {} : { tags: tag }),
    ...(after === undefined ? {} : { modifiedAfter: readDay('--after', after) }),
    ...(before === undefined ? {} : { modifiedBefore: readDay('--before', before) + day - 1 }),
  }
  const retrieval: RetrievalOverrides = {
    ...(mode === undefined ? {} : { mode: readChoice('--mode', mode, SearchMode.options) }),
    ...(broad ? { broad } : {}),
    ...(rerank ? {} : { rerank }),
  }
  return {
    ...(library === undefined ? {} : { libraries: library }),
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
    ...(Object.keys(retrieval).length === 0 ? {} : { retrieval }),
  }
}

const day = 86_400_000

/** The beginning of a day where the person is. */
function readDay(option: string, typed: string): number {
  const [, year, month, date] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(typed) ?? []).map(Number)
  const begin = new Date(year ?? Number.NaN, (month ?? 0) - 1, date ?? 0)
  if (begin.getTime() >= 0 && begin.getMonth() === (month ?? 0) - 1) return begin.getTime()
  throw usageError(`${option} takes a day such as 2024-03-31, not "${typed}".`)
}

function collectValues(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}
