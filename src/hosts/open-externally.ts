import { realpath, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { EngineCommand, EngineReport } from './engine-control.ts'

/** What came of asking a host to open a file; `no-program` where it has no screen or nothing that opens the file. */
export type OpenOutcome = 'opened' | 'refused' | 'no-program'

/** Opens a file in the program that the system has for it. Throws the system's error when there is no file. */
export type OpenExternally = (path: string) => Promise<OpenOutcome>

/**
 * Names that every desktop hands to a program which shows them. Not on the list is whatever some desktop would run:
 * programs, scripts, installers, links, and office files made to carry macros.
 */
const harmless = new Set(
  [
    'pdf docx pptx xlsx odt ods odp rtf html htm xhtml epub',
    'md markdown txt text log csv tsv json jsonl xml yaml yml toml',
    'eml mbox msg',
    'png jpg jpeg gif webp bmp tif tiff avif heic',
    'c h cc cpp hpp cs java kt go rs swift css scss sql tex rst adoc',
  ].flatMap((line) => line.split(' ').map((name) => `.${name}`)),
)

/** Whether a file of this name may be opened at all. */
export function isHarmlessToOpen(path: string): boolean {
  return harmless.has(extname(path).toLowerCase())
}

/**
 * Puts the policy before a way of opening. What counts is the file that a path leads to, whatever links to it are called;
 * folders are refused, because on macOS an application is one.
 */
export function withOpenPolicy(open: OpenExternally): OpenExternally {
  return async (path) => {
    const real = await realpath(path)
    if (!isHarmlessToOpen(real) || !(await stat(real)).isFile()) return 'refused'
    return open(real)
  }
}

/** The answer to an engine in another process. A file that is not there is told from one that no program opens. */
export async function answerOpenRequest(
  open: OpenExternally | undefined,
  { request, path }: Extract<EngineReport, { type: 'open-file' }>,
): Promise<EngineCommand> {
  const answer = (outcome: OpenOutcome | 'missing'): EngineCommand => ({ type: 'open-answer', request, outcome })
  if (open === undefined) return answer('no-program')
  try {
    return answer(await open(path))
  } catch (error) {
    return answer(isMissing(error) ? 'missing' : 'no-program')
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
