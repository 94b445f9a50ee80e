import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backupFolder, backupName } from '../backups.ts'
import { type Connection, openConnection } from '../connection.ts'
import { documents } from './0010-documents.ts'
import { jobs } from './0020-jobs.ts'
import { conversations } from './0030-conversations.ts'
import { documentCare } from './0040-document-care.ts'
import { boundFolders } from './0050-bound-folders.ts'
import { jobCare } from './0060-job-care.ts'
import { folderContents } from './0065-folder-contents.ts'
import { vectors } from './0070-vectors.ts'
import { answerCache } from './0080-answer-cache.ts'
import { evaluation } from './0090-evaluation.ts'
import { graph } from './0100-graph.ts'
import { wordStems } from './0110-word-stems.ts'
import { answersAhead } from './0130-answers-ahead.ts'
import { modelKinds } from './0140-model-kinds.ts'
import { providers } from './0150-providers.ts'
import { ledgerOfCalls } from './0160-ledger.ts'
import { conversationBranches } from './0170-conversation-branches.ts'
import { networkLog } from './0180-network-log.ts'
import { waitingAnswers } from './0190-waiting-answers.ts'
import { ledgerSums } from './0200-ledger-sums.ts'
import { batches } from './0210-batches.ts'
import type { Migration } from './migration.ts'

export const migrations: readonly Migration[] = [
  documents,
  jobs,
  conversations,
  documentCare,
  boundFolders,
  jobCare,
  folderContents,
  vectors,
  answerCache,
  evaluation,
  graph,
  wordStems,
  answersAhead,
  modelKinds,
  providers,
  ledgerOfCalls,
  conversationBranches,
  networkLog,
  waitingAnswers,
  ledgerSums,
  batches,
]

/** The database was written by a newer Diwan. Nothing was touched. */
export class StoreTooNewError extends Error {
  readonly code = 'STORE_TOO_NEW'
  constructor(found: { level: number; name: string }, known: number) {
    super(
      `The data folder is at level ${found.level} ("${found.name}"), written by a newer Diwan; this one knows ${known}. Install the newer version to open it.`,
    )
  }
}

/** A migration or its snapshot failed. The database is as it was. */
export class MigrationError extends Error {
  readonly code = 'STORE_MIGRATION_FAILED'
}

const ledger = `
  CREATE TABLE IF NOT EXISTS migrations (
    level INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
  ) STRICT`

/**
 * Brings the database at `path` to the newest level, each step in a transaction of its own. When rows are at stake a
 * copy is made in `backups/` first and checked page by page; without a sound copy nothing is changed. The caller holds
 * the lock of the data folder.
 *
 * @throws StoreTooNewError, MigrationError
 */
export function migrate(options: { path: string; key: Uint8Array; now: number; steps?: readonly Migration[] }): void {
  const steps = options.steps ?? migrations
  const connection = openConnection({ path: options.path, key: options.key, mode: 'write' })
  try {
    connection.execute('migrations.ledger', ledger)
    const last = connection.get<{ level: number; name: string }>(
      'migrations.last',
      'SELECT level, name FROM migrations ORDER BY level DESC LIMIT 1',
    )
    const newest = steps.at(-1)?.level ?? 0
    if (last !== undefined && last.level > newest) throw new StoreTooNewError(last, newest)
    const pending = steps.filter((step) => step.level > (last?.level ?? 0))
    if (pending.length === 0) return
    if (last !== undefined) snapshot(connection, { ...options, level: last.level })
    for (const step of pending) apply(connection, step, options.now)
  } finally {
    connection.close()
  }
}

function apply(connection: Connection, step: Migration, now: number): void {
  try {
    connection.transaction(() => {
      step.up(connection)
      connection.run('migrations.record', 'INSERT INTO migrations (level, name, applied_at) VALUES (?, ?, ?)', [
        step.level,
        step.name,
        now,
      ])
    })
  } catch (cause) {
    throw new MigrationError(`Migration ${step.level} ("${step.name}") failed. The data folder is unchanged.`, {
      cause,
    })
  }
}

function snapshot(
  connection: Connection,
  options: { path: string; key: Uint8Array; now: number; level: number },
): void {
  const folder = backupFolder(dirname(options.path))
  const copy = join(folder, backupName(options.level, options.now))
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    connection.get('migrations.checkpoint', 'PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(options.path, copy)
    const check = openConnection({ path: copy, key: options.key, mode: 'write' })
    try {
      const result = check.get<{ integrity_check: string }>('migrations.verify', 'PRAGMA integrity_check')
      if (result?.integrity_check !== 'ok') throw new Error(`integrity check: ${result?.integrity_check}`)
    } finally {
      check.close()
    }
  } catch (cause) {
    if (existsSync(copy)) rmSync(copy)
    throw new MigrationError('No sound copy of the data could be made, so it was not upgraded.', { cause })
  }
}
