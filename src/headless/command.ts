import { resolve } from 'node:path'
import type { Command } from 'commander'
import { findDataFolder } from '../hosts/data-folder.ts'
import { CommandError } from './command-error.ts'
import type { Connection } from './connect.ts'
import type { Outcome } from './exit-codes.ts'
import { howToRun } from './installation.ts'
import type { EngineClient } from './join.ts'
import { type Terminal, toPlainJson } from './terminal.ts'
import { readTypedFile } from './typed-path.ts'

/** Options that every command takes. */
export type CommonOptions = { data?: string; json?: boolean; passphraseFile?: string; wait?: string }

/** What a command works with. */
export type CommandContext = {
  terminal: Terminal
  dataFolder: string
  passphrase: string | null
  json: boolean
  /** Milliseconds to wait for another process that has the data folder. */
  patience: number
  /** The result: one JSON object with `--json`, otherwise what `show` prints. */
  result(value: object, show: () => void): void
  /** Runs `use` with a client of the data folder's engine, and closes what was opened for it. */
  withEngine(use: (client: EngineClient, connection: Connection) => Promise<Outcome>): Promise<Outcome>
  /** Absolute path of what a person typed. */
  path(typed: string): string
}

export type CommandAction = (context: CommandContext) => Promise<Outcome>
export type CommandRunner = (options: CommonOptions, action: CommandAction) => Promise<void>

const defaultPatienceSeconds = '10'

export function addCommonOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (default: $DIWAN_DATA, or the usual place of this system)')
    .option('--json', 'print the result as one JSON object')
    .option('--passphrase-file <file>', 'file whose first line is the passphrase of the data folder')
    .option('--wait <seconds>', 'how long to wait for another Diwan that has the folder', defaultPatienceSeconds)
}

export async function createCommandContext(terminal: Terminal, options: CommonOptions): Promise<CommandContext> {
  const json = options.json ?? false
  const path = (typed: string) => resolve(terminal.workingFolder, typed)
  const dataFolder = findDataFolder(options.data === undefined ? undefined : path(options.data))
  const context: CommandContext = {
    terminal,
    dataFolder,
    json,
    path,
    patience: readCount('--wait', options.wait ?? defaultPatienceSeconds, { maximum: 86_400 }) * 1_000,
    passphrase: options.passphraseFile === undefined ? null : await readPassphrase(path(options.passphraseFile)),
    result(value, show) {
      if (json) terminal.print(toPlainJson(value))
      else show()
    },
    async withEngine(use) {
      const { connect } = await import('./connect.ts')
      await using connection = await connect({
        ...context,
        signal: terminal.signal,
        onWait: (holder) =>
          terminal.say(`Waiting for another Diwan${holder ? ` (process ${holder.pid})` : ''} to finish…`),
      })
      return await use(connection.client, connection)
    },
  }
  return context
}

/** A whole number that a person typed. Throws `CommandError` (usage). */
export function readCount(name: string, typed: string, limits: { minimum?: number; maximum: number }): number {
  const { minimum = 0, maximum } = limits
  const count = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN
  if (count >= minimum && count <= maximum) return count
  throw usageError(`${name} takes a whole number from ${minimum} to ${maximum}, not "${typed}".`)
}

/** One of a few words that a person typed. Throws `CommandError` (usage). */
export function readChoice<Choice extends string>(name: string, typed: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === typed.toLowerCase())
  if (chosen !== undefined) return chosen
  throw usageError(`${name} takes one of ${choices.join(', ')}, not "${typed}".`)
}

export function usageError(message: string): CommandError {
  return new CommandError('usage', { code: 'USAGE', message, nextStep: `See "${howToRun('help')}".` })
}

async function readPassphrase(path: string): Promise<string> {
  const [line = ''] = (await readTypedFile(path)).split(/\r?\n/)
  if (line === '') throw usageError(`The first line of ${path} is empty, and a passphrase is not.`)
  return line
}
