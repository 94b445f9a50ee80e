import type { Command } from 'commander'
import { addCommonOptions, type CommandContext, type CommonOptions } from './command.ts'
import type { EngineClient } from './join.ts'

/** Options of every command that names a document. */
export type DocumentOptions = CommonOptions & { library?: string }

/** What the work of a command is done with. */
export type Place = { client: EngineClient; context: CommandContext }

export function addDocumentOptions(command: Command): Command {
  return addCommonOptions(command.option('-l, --library <name>', 'library to look in (default: all)'))
}
