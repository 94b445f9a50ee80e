import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { GenerationOptions } from '../contract/language-models.ts'
import { type CommandContext, readCount, usageError } from './command.ts'
import type { EngineClient } from './join.ts'

/** Options of commands that ask a language model. */
export type ModelOptions = {
  model?: string[]
  maxOutputTokens?: string
  temperature?: string
  attach?: string[]
}

const collect = (value: string, earlier: string[] = []) => [...earlier, value]

export function addModelOptions(command: Command): Command {
  return command
    .option(
      '-m, --model <name>',
      'model that answers, such as NAME/MODEL, or "extractive" for quotes; repeated, one after another',
      collect,
    )
    .option('--max-output-tokens <number>', 'most that a model may write')
    .option('--temperature <number>', 'from 0 (the same each time) to 2')
    .option('--attach <file>', 'file that the model gets with the question; may be repeated', collect)
}

/** Throws `CommandError` (usage). */
export function readGenerationOptions({ maxOutputTokens, temperature }: ModelOptions): GenerationOptions {
  const read: GenerationOptions = {}
  if (maxOutputTokens !== undefined) {
    read.maximumOutputTokens = readCount('--max-output-tokens', maxOutputTokens, { minimum: 1, maximum: 1_000_000 })
  }
  if (temperature !== undefined) {
    const typed = temperature.trim() === '' ? Number.NaN : Number(temperature)
    if (!(typed >= 0 && typed <= 2)) throw usageError(`--temperature takes a number from 0 to 2, not "${temperature}".`)
    read.temperature = typed
  }
  return GenerationOptions.parse(read)
}

/** Ids of the files, which the engine has read. */
export async function attachFiles(
  client: EngineClient,
  context: CommandContext,
  files: readonly string[],
): Promise<string[]> {
  const ids: string[] = []
  for (const typed of files) {
    const path = context.path(typed)
    const file = new File([await readFile(path)], basename(path))
    ids.push((await client.chat.attach({ file }, { signal: context.terminal.signal })).id)
  }
  return ids
}
