import { RetrievalOverrides } from '../../contract/retrieval-settings.ts'
import { type CommandContext, usageError } from '../command.ts'
import { readTypedFile } from '../typed-path.ts'

/** Settings of retrieval from a JSON file that a person named. Throws `CommandError` (usage) that says what is wrong. */
export async function readRetrievalFile(
  context: CommandContext,
  option: '--settings' | '--against',
  typed: string,
): Promise<RetrievalOverrides> {
  const path = context.path(typed)
  const parsed = RetrievalOverrides.safeParse(parseJson(await readTypedFile(path), { option, path }))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path: place, message }) => [...place.map(String), message].join(': '))
  throw usageError(`${option}: ${path} has settings that can't be used. ${problems.join('; ')}.`)
}

function parseJson(text: string, { option, path }: { option: string; path: string }): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError(`${option}: ${path} is not JSON.`)
    throw error
  }
}
