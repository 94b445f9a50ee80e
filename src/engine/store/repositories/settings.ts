import type { ReadConnection, WriteConnection } from '../connection.ts'

export const settingReads = {
  /** What a person has changed: dotted name to JSON text. */
  'settings.list': (connection: ReadConnection, _input: null): { name: string; value: string }[] =>
    connection.all('settings.list', 'SELECT name, value FROM settings ORDER BY name'),
}

export const settingWrites = {
  /** Saves changes all together; a null value removes the change, which brings the default back. */
  'settings.save': (
    connection: WriteConnection,
    input: { changes: { name: string; value: string | null }[] },
  ): null => {
    for (const { name, value } of input.changes) {
      if (value === null) {
        connection.run('settings.reset', 'DELETE FROM settings WHERE name = ?', [name])
      } else {
        connection.run(
          'settings.set',
          'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          [name, value],
        )
      }
    }
    return null
  },
}
