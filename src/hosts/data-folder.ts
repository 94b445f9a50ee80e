import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'

export type DataFolderPlace = {
  platform: NodeJS.Platform
  environment: Readonly<Record<string, string | undefined>>
  home: string
  workingFolder: string
}

const here = (): DataFolderPlace => ({
  platform: process.platform,
  environment: process.env,
  home: homedir(),
  workingFolder: process.cwd(),
})

/**
 * Absolute path of the data folder: what was asked for, else `$DIWAN_DATA`, else the platform's usual place for an
 * application's data. Does not create it.
 */
export function findDataFolder(asked: string | undefined, place: DataFolderPlace = here()): string {
  const named = asked || place.environment.DIWAN_DATA
  if (named) return resolve(place.workingFolder, named)
  switch (place.platform) {
    case 'darwin':
      return join(place.home, 'Library', 'Application Support', 'Diwan')
    case 'win32':
      return join(place.environment.APPDATA || join(place.home, 'AppData', 'Roaming'), 'Diwan')
    default: {
      // The XDG base directory specification: a relative path is to be ignored.
      const shared = place.environment.XDG_DATA_HOME
      return join(shared && isAbsolute(shared) ? shared : join(place.home, '.local', 'share'), 'diwan')
    }
  }
}
