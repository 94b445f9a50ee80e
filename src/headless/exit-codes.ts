/** How a command ended, for scripts. The same table is in `diwan --help` and docs/guides/cli.md. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done; a question or search that finds nothing is done too' },
  internal: { code: 1, meaning: 'something went wrong inside Diwan' },
  usage: { code: 2, meaning: 'the command was not understood, or an input is not valid' },
  'not-found': { code: 3, meaning: 'there is no such library, document, job, file or folder' },
  refused: {
    code: 4,
    meaning: 'not possible now: folder in use, locked by passphrase or keychain, no permission, disk full',
  },
  incomplete: { code: 5, meaning: 'done, but some files could not be read, or traces of what was erased are left' },
  unhealthy: { code: 6, meaning: 'doctor found something that does not work' },
  interrupted: { code: 130, meaning: 'stopped by Ctrl-C; unfinished work is kept and can go on' },
} as const

export type Outcome = keyof typeof exitCodes
