import type { ReadConnection } from '../connection.ts'

export const maintenanceReads = {
  /** Cheap proof that the database answers. */
  'maintenance.ping': (connection: ReadConnection, _input: null): { libraries: number } =>
    connection.get<{ libraries: number }>('maintenance.ping', 'SELECT count(*) AS libraries FROM libraries') ?? {
      libraries: 0,
    },

  /** Full check of pages, indexes and keyword tables; takes seconds on a large library. `problems` is empty when sound. */
  'maintenance.check': (connection: ReadConnection, _input: null): { problems: string[] } => {
    const pages = connection
      .all<{ integrity_check: string }>('maintenance.integrity', 'PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok')
    const orphans = connection
      .all<{ table: string }>('maintenance.foreignKeys', 'PRAGMA foreign_key_check')
      .map((row) => `a row of ${row.table} refers to nothing`)
    return { problems: [...pages, ...orphans] }
  },
}
