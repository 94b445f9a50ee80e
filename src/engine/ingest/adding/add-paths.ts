import type { Stats } from 'node:fs'
import { open, opendir, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../../domain/failure.ts'
import { leadsToOwn, type OwnFolder } from '../own-folder.ts'
import { isSystemError, toFileError } from '../system-errors.ts'

/**
 * What an ingestion job has to do, as it is kept in the store. Uploads have no roots: their items are there already.
 */
export const IngestPayload = z.object({
  version: z.literal(1),
  format: z.enum(['files', 'beir']),
  /** Absolute paths of files or folders. */
  roots: z.array(z.string()),
  /** The bound folder that the job reads for; its items are there already. */
  folder: z.string().optional(),
  /** Documents of the library are read again, also those whose originals are as they were. */
  reread: z.boolean().optional(),
})
export type IngestPayload = z.infer<typeof IngestPayload>

/** File with the documents of a retrieval test set, one a line, in the folder of the set. */
export const corpusName = 'corpus.jsonl'

/**
 * The paths without `..` and doubled slashes, when each is a file or folder that can be read and fits the format.
 *
 * @throws Failure PATH_NOT_FOUND, PATH_UNREADABLE, PATH_UNSUPPORTED
 */
export async function checkPaths(
  paths: readonly string[],
  { format, own }: { format: IngestPayload['format']; own: OwnFolder },
): Promise<string[]> {
  const checked = new Set<string>()
  for (const path of paths) {
    if (!isAbsolute(path)) throw new Failure('PATH_UNSUPPORTED', { path, reason: 'the path is not absolute' })
    const root = resolve(path)
    await checkRoot(root, { path, own })
    if (format === 'beir') await checkCorpus(root, { path, own })
    checked.add(root)
  }
  return [...checked]
}

/** `path` is what the person gave, for messages. */
type Given = { path: string; own: OwnFolder }

async function checkRoot(root: string, { path, own }: Given): Promise<void> {
  const found = await find(root, path)
  if (!found.isFile() && !found.isDirectory()) {
    throw new Failure('PATH_UNSUPPORTED', { path, reason: 'neither a file nor a folder' })
  }
  await refuseOwn(root, { path, own })
  await tryToOpen(root, { path, folder: found.isDirectory() })
}

async function checkCorpus(root: string, { path, own }: Given): Promise<void> {
  const corpus = join(root, corpusName)
  try {
    if (!(await stat(corpus)).isFile())
      throw new Failure('PATH_UNSUPPORTED', { path, reason: `no ${corpusName} in it` })
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new Failure('PATH_UNSUPPORTED', { path, reason: `no ${corpusName} in it` }, { cause: error })
  }
  await refuseOwn(corpus, { path, own })
  await tryToOpen(corpus, { path, folder: false })
}

async function find(root: string, path: string): Promise<Stats> {
  try {
    return await stat(root)
  } catch (error) {
    throw refuse(error, path)
  }
}

/** To be called before anything is opened. */
async function refuseOwn(file: string, { path, own }: Given): Promise<void> {
  if (await leadsToOwn(file, own)) {
    throw new Failure('PATH_UNSUPPORTED', { path, reason: "it belongs to Diwan's data folder" })
  }
}

/** Opens it, since what permissions say of a file is not always what the system does. */
async function tryToOpen(file: string, { path, folder }: { path: string; folder: boolean }): Promise<void> {
  try {
    const opened = folder ? await opendir(file) : await open(file, 'r')
    await opened.close()
  } catch (error) {
    throw refuse(error, path)
  }
}

function refuse(error: unknown, path: string): unknown {
  if (!isSystemError(error)) return error
  switch (toFileError(error)) {
    case 'FILE_NOT_FOUND':
      return new Failure('PATH_NOT_FOUND', { path }, { cause: error })
    case 'FILE_NOT_REGULAR':
      return new Failure('PATH_UNSUPPORTED', { path, reason: 'a link that leads to itself' }, { cause: error })
    default:
      return new Failure('PATH_UNREADABLE', { path }, { cause: error })
  }
}

/** What a person calls the job: the names of what was added. */
export function labelOf(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => basename(name) || name)
  return names.length > shown.length ? `${shown.join(', ')} …` : shown.join(', ')
}
