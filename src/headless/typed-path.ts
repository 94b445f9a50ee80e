import { constants } from 'node:fs'
import { access, lstat, readFile } from 'node:fs/promises'
import { CommandError } from './command-error.ts'

/** Checks that a path that a person typed leads to something that may be read. Throws `CommandError` with the codes of the contract. */
export async function requirePath(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK)
  } catch (error) {
    throw await describePathError(error, path)
  }
}

/** The text of a file that a person named. Throws `CommandError` with the codes of the contract. */
export async function readTypedFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw await describePathError(error, path)
  }
}

async function describePathError(error: unknown, path: string): Promise<unknown> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const describe = (...[outcome, name, message]: ['not-found' | 'refused' | 'usage', string, string]) =>
    new CommandError(outcome, { code: name, message, data: { path } }, { cause: error })
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return (await isLink(path))
        ? describe('not-found', 'PATH_NOT_FOUND', `${path} is a link to something that is not there.`)
        : describe('not-found', 'PATH_NOT_FOUND', `There is no file or folder at ${path}.`)
    case 'EACCES':
    case 'EPERM':
      return describe('refused', 'PATH_UNREADABLE', `You have no permission to read ${path}.`)
    case 'ELOOP':
      return describe('usage', 'PATH_UNSUPPORTED', `${path} is a link that leads to itself.`)
    case 'EISDIR':
      return describe('usage', 'PATH_UNSUPPORTED', `${path} is a folder; a file is needed here.`)
    default:
      return error
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch {
    // There is nothing at all, which the caller is about to say.
    return false
  }
}
