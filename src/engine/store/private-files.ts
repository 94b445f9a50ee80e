import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'

/**
 * Makes a database and the files that SQLite keeps beside it readable by their owner only: SQLite makes the latter with
 * the mode of the first. To be called before anything of this process has the database open, since closing any
 * descriptor of a file drops the locks that the process has on it.
 */
export function keepPrivate(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  if (process.platform === 'win32') return
  // Those of an earlier Diwan, and whatever the person's umask has taken away or left.
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600)
}
