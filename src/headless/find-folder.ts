import type { BoundFolder } from '../contract/folders.ts'
import { CommandError } from './command-error.ts'
import type { Place } from './document-options.ts'
import { howToRun } from './installation.ts'

/** The bound folder of a library that a person means by its path or its id. Throws `CommandError` (not-found). */
export async function findFolder(
  { client, context }: Place,
  { library, folder }: { library: string; folder: string },
): Promise<BoundFolder> {
  const path = context.path(folder)
  const bound = await client.folders.list({ library })
  const found = bound.find((each) => each.path === path) ?? bound.find(({ id }) => id === folder.trim().toLowerCase())
  if (found !== undefined) return found
  throw new CommandError('not-found', {
    code: 'FOLDER_NOT_FOUND',
    message: `The library follows no folder ${path}.`,
    nextStep: `See "${howToRun(`libraries folders ${JSON.stringify(library)}`)}".`,
    data: { path },
  })
}
