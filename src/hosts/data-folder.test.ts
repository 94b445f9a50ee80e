import { expect, test } from 'vitest'
import { type DataFolderPlace, findDataFolder } from './data-folder.ts'

const place = (change: Partial<DataFolderPlace>): DataFolderPlace => ({
  platform: 'linux',
  environment: {},
  home: '/home/ada',
  workingFolder: '/work',
  ...change,
})

// Catches a second, empty Diwan that appears because two hosts looked in different places.
test.each([
  ['what was asked for, from where it was typed', 'data', place({ environment: { DIWAN_DATA: '/e' } }), '/work/data'],
  ['the environment', undefined, place({ environment: { DIWAN_DATA: '/e' } }), '/e'],
  [
    'an empty environment variable is none',
    undefined,
    place({ environment: { DIWAN_DATA: '' } }),
    '/home/ada/.local/share/diwan',
  ],
  ['Linux', undefined, place({}), '/home/ada/.local/share/diwan'],
  ['Linux with XDG', undefined, place({ environment: { XDG_DATA_HOME: '/x' } }), '/x/diwan'],
  [
    'a relative XDG path is ignored',
    undefined,
    place({ environment: { XDG_DATA_HOME: 'x' } }),
    '/home/ada/.local/share/diwan',
  ],
  ['macOS', undefined, place({ platform: 'darwin' }), '/home/ada/Library/Application Support/Diwan'],
  ['Windows', undefined, place({ platform: 'win32', environment: { APPDATA: '/r' } }), '/r/Diwan'],
])('the data folder: %s', (_what, asked, at, expected) => {
  expect(findDataFolder(asked, at)).toBe(expected)
})
