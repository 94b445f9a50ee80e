import { join } from 'node:path'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'

export type StoreCheck = {
  documents: number
  ready: number
  failed: number
  chunks: number
  /** What is not as it must be, in words; empty when the store is sound. */
  problems: string[]
}

/**
 * Looks at a data folder's database by itself, not through the store: every document whole (row, text, chunks, keyword
 * index agree), none twice, every page and index sound.
 */
export function checkStore(options: { dataFolder: string; key: Uint8Array }): StoreCheck {
  const connection = openConnection({ path: join(options.dataFolder, databaseFile), key: options.key, mode: 'write' })
  const problems: string[] = []
  const list = <Row>(sql: string) => connection.all<Row>('check', sql)
  const count = (sql: string) => list<{ count: number }>(sql)[0]?.count ?? 0
  const expectNone = (what: string, sql: string) => {
    const rows = list<Record<string, unknown>>(sql)
    if (rows.length > 0) problems.push(`${what}: ${JSON.stringify(rows.slice(0, 5))}`)
  }
  try {
    const integrity = list<{ integrity_check: string }>('PRAGMA integrity_check').map((row) => row.integrity_check)
    if (integrity.join() !== 'ok') problems.push(`integrity_check: ${integrity.join('; ')}`)
    expectNone('foreign keys', 'PRAGMA foreign_key_check')
    expectNone('twice', 'SELECT library_key, uri FROM documents GROUP BY library_key, uri HAVING count(*) > 1')
    expectNone(
      'chunk count',
      `SELECT d.name, d.state, d.chunk_count, count(c.id) AS chunks FROM documents d
       LEFT JOIN chunks c ON c.document_key = d.key GROUP BY d.key HAVING d.chunk_count <> count(c.id)`,
    )
    expectNone(
      'text',
      `SELECT d.name, d.state FROM documents d LEFT JOIN document_contents t ON t.document_key = d.key
       WHERE (d.state = 'ready') <> (t.document_key IS NOT NULL)`,
    )
    expectNone('ready without chunks', `SELECT name FROM documents WHERE state = 'ready' AND chunk_count = 0`)
    expectNone(
      'chunk text',
      `SELECT d.name, c.ordinal FROM chunks c JOIN documents d ON d.key = c.document_key
       JOIN document_contents t ON t.document_key = d.key WHERE length(c.text) = 0 OR instr(t.text, c.text) = 0`,
    )
    expectNone(
      'job counts',
      // Unchanged files of a completed job may be only counted.
      `SELECT j.id, j.total, j.ready, j.failed, j.unchanged FROM jobs j WHERE j.total - j.unchanged <> (
         SELECT count(*) FROM job_items i WHERE i.job_id = j.id AND i.state <> 'unchanged') OR j.ready <> (
         SELECT count(*) FROM job_items i WHERE i.job_id = j.id AND i.state = 'ready') OR j.failed <> (
         SELECT count(*) FROM job_items i WHERE i.job_id = j.id AND i.state = 'failed')`,
    )
    for (const { key } of list<{ key: number }>('SELECT key FROM libraries')) {
      const index = `chunk_index_${key}`
      expectNone(
        `${index} without chunk`,
        `SELECT rowid FROM ${index} WHERE rowid NOT IN (SELECT c.id FROM chunks c JOIN documents d
           ON d.key = c.document_key WHERE d.library_key = ${key} AND d.trashed_at IS NULL)`,
      )
      expectNone(
        `chunk not in ${index}`,
        `SELECT c.id FROM chunks c JOIN documents d ON d.key = c.document_key
         WHERE d.library_key = ${key} AND d.trashed_at IS NULL AND c.id NOT IN (SELECT rowid FROM ${index})`,
      )
      // Throws SQLITE_CORRUPT_VTAB when the index is not sound.
      connection.execute('check', `INSERT INTO ${index} (${index}) VALUES ('integrity-check')`)
    }
    return {
      documents: count('SELECT count(*) AS count FROM documents'),
      ready: count(`SELECT count(*) AS count FROM documents WHERE state = 'ready'`),
      failed: count(`SELECT count(*) AS count FROM documents WHERE state = 'failed'`),
      chunks: count('SELECT count(*) AS count FROM chunks'),
      problems,
    }
  } finally {
    connection.close()
  }
}
