import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { isFollowableRule } from '../../../contract/folders.ts'
import type { ScanRules } from '../adding/scan-folder.ts'
import { openRegularFile } from '../open-regular-file.ts'
import { leadsToOwn, type OwnFolder } from '../own-folder.ts'
import { isSystemError } from '../system-errors.ts'

/** What programs leave beside documents: drafts, half downloads, what file managers keep for themselves. */
const always = [
  ...['Thumbs.db', 'thumbs.db', 'ehthumbs.db', 'Desktop.ini', 'desktop.ini', '$RECYCLE.BIN/'],
  ...['System Volume Information/', 'lost+found/', '~$*', '*~', '#*#', '*.tmp', '*.TMP', '*.temp', '*.swp', '*.swo'],
  ...['*.part', '*.partial', '*.crdownload', '*.download', '*.opdownload', '*.filepart'],
]

/** The second is for who does not want to touch the first. */
const ruleFiles = ['.gitignore', '.diwanignore']

/** No person writes more rules; each costs time for every file. The second holds for a folder with all around it. */
const mostBytes = 100_000
const mostLines = 10_000

/** Names differ by case where the system's usual file system tells them apart. */
const options = { ignorecase: process.platform !== 'linux' }

/** Rules that can't be followed in time: they were written to stop whoever follows them. */
class IgnoreRulesError extends Error {
  override readonly name = 'IgnoreRulesError'
  readonly code = 'ERR_IGNORE_RULES'
}

type Rules = { lines: readonly string[]; matcher: Ignore }

/**
 * Rules as git has them: those that always hold, then the files' from the outermost folder in, then `patterns` of the
 * person, so that a later one can take an earlier one back. As in git, nothing inside an ignored folder comes back.
 */
export function createIgnoreRules({ patterns, own }: { patterns: readonly string[]; own: OwnFolder }): ScanRules {
  const byFolder = new Map<string, Rules>()

  const make = (lines: readonly string[]): Rules => ({
    lines,
    matcher: ignore(options).add([...always.map(escapeHash), ...lines, ...patterns]),
  })
  const outermost = make([])

  /** Folders without rules of their own share those of the folder around them. */
  function rulesAround(name: string): Rules {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : ''
    return byFolder.get(folder) ?? outermost
  }

  return {
    async enter({ path, name }) {
      const above = name === '' ? outermost : rulesAround(name)
      const lines = await readRules({ path, name }, own)
      if (above.lines.length + lines.length > mostLines) throw new IgnoreRulesError('too many rules')
      byFolder.set(name, lines.length === 0 ? above : make([...above.lines, ...lines]))
    },
    ignores: (name, kind) => rulesAround(name).matcher.ignores(kind === 'folder' ? `${name}/` : name),
  }
}

async function readRules(folder: { path: string; name: string }, own: OwnFolder): Promise<string[]> {
  const lines: string[] = []
  for (const file of ruleFiles) {
    for (const line of (await readIfThere(join(folder.path, file), own)).split(/\r?\n/)) {
      const anchored = anchorTo(folder.name, line)
      if (anchored === null) continue
      if (!isFollowableRule(line)) throw new IgnoreRulesError('a rule with too many `**`')
      lines.push(anchored)
    }
  }
  return lines
}

/**
 * Empty when there is no such file; what is no ordinary file holds no rules. Any other failure is thrown: without its
 * rules it is not known what of a folder belongs to the library.
 */
async function readIfThere(path: string, own: OwnFolder): Promise<string> {
  try {
    const found = await stat(path)
    if (!found.isFile() || (await leadsToOwn(path, own))) return ''
    if (found.size > mostBytes) throw new IgnoreRulesError('too long')
    await using handle = await openRegularFile(path)
    return (await handle.readFile('utf8')).replace(/^\ufeff/, '')
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return ''
    throw error
  }
}

/** A line of the rules of `folder` as a line of the outermost folder; null when it is no rule. */
function anchorTo(folder: string, line: string): string | null {
  if (line.trim() === '' || line.startsWith('#')) return null
  if (folder === '') return line
  const negative = line.startsWith('!') ? '!' : ''
  const pattern = line.slice(negative.length)
  const root = `/${folder.replace(/[\\*?[\]!# ]/g, '\\$&')}`
  // With a slash before its end a pattern is relative to its folder; without one it holds at any depth.
  const isRelative = /\/(?=.*\S)/.test(pattern)
  return `${negative}${root}${isRelative ? `/${pattern.replace(/^\//, '')}` : `/**/${pattern}`}`
}

function escapeHash(pattern: string): string {
  return pattern.startsWith('#') ? `\\${pattern}` : pattern
}
