import type { EngineFailure } from '../hosts/engine-failure.ts'

/** Every sentence of the native interface, for a translator to find in one place. Roles are translated by the system. */
export const strings = {
  applicationName: 'Diwan',
  menu: {
    file: '&File',
    edit: '&Edit',
    view: '&View',
    window: '&Window',
    help: '&Help',
    openDataFolder: 'Open &Data Folder',
    restartEngine: '&Restart Engine',
    about: '&About Diwan',
  },
  cannotStart: 'Diwan cannot start',
  engineHalted: {
    title: 'Diwan',
    message: 'The engine stopped several times in a row.',
    safe: 'Your documents and conversations are safe. Nothing was repeated.',
    tryAgain: 'Try again',
    openDataFolder: 'Open data folder',
    quit: 'Quit',
  },
  refusals: {
    DATA_FOLDER_LOCKED: 'Another Diwan is using this data folder. Close it, then try again.',
    KEY_DAMAGED: 'The key of this data folder is damaged. Restore key.json from a backup, then try again.',
    KEY_MISSING: 'The key of this data folder is not on this machine. Restore it from a backup, then try again.',
    KEY_UNAVAILABLE:
      'The key of this data folder cannot be read now. Unlock the keychain of your account, then try again.',
    PASSPHRASE_NEEDED: 'This data folder is protected by a passphrase. Open it with `diwan serve --passphrase-file`.',
    STORE_MIGRATION_FAILED: 'This data folder could not be brought up to date. It is as it was before.',
    STORE_TOO_NEW: 'This data folder was used by a newer Diwan. Install that version, then try again.',
  } as Readonly<Record<string, string>>,
} as const

/** What to tell the person about an engine that does not run: the cause's own sentence where there is one. */
export function describeHalt(failures: readonly EngineFailure[]): { message: string; detail: string } {
  const latest = failures.at(-1)
  const { message, safe } = strings.engineHalted
  const known = latest?.code === null || latest === undefined ? undefined : strings.refusals[latest.code]
  if (known !== undefined) return { message: known, detail: latest?.message ?? '' }
  return { message, detail: latest === undefined ? safe : `${safe}\n\n${latest.message}` }
}
