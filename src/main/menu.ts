import type { MenuItemConstructorOptions } from 'electron'
import { strings } from './strings.ts'

export type MenuActions = { openDataFolder(): void; restartEngine(): void; about(): void }

/** The application's menu as the platform expects it: macOS has its application menu first, the others a File menu. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const openDataFolder = { label: strings.menu.openDataFolder, click: () => actions.openDataFolder() }
  const restartEngine = { label: strings.menu.restartEngine, click: () => actions.restartEngine() }
  const about = { label: strings.menu.about, click: () => actions.about() }

  const file: MenuItemConstructorOptions = {
    label: strings.menu.file,
    submenu: mac ? [openDataFolder, separator, { role: 'close' }] : [openDataFolder, separator, { role: 'quit' }],
  }
  const edit: MenuItemConstructorOptions = {
    label: strings.menu.edit,
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'delete' },
      { role: 'selectAll' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: strings.menu.view,
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  }
  const window: MenuItemConstructorOptions = {
    label: strings.menu.window,
    role: 'windowMenu',
    submenu: mac
      ? [{ role: 'minimize' }, { role: 'zoom' }, separator, { role: 'front' }]
      : [{ role: 'minimize' }, { role: 'close' }],
  }
  const help: MenuItemConstructorOptions = {
    label: strings.menu.help,
    role: 'help',
    submenu: mac ? [restartEngine] : [restartEngine, separator, about],
  }
  return [...(mac ? [{ role: 'appMenu' as const }] : []), file, edit, view, window, help]
}
