import { type DesktopBridge, desktopBridge } from '../../contract/page-port.ts'

/** What only the desktop can do, or null in a browser. The preload script puts it on `window`. */
export function desktop(): DesktopBridge<File> | null {
  const bridge: unknown = Reflect.get(window, desktopBridge)
  return isBridge(bridge) ? bridge : null
}

function isBridge(value: unknown): value is DesktopBridge<File> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'pathForFile') === 'function'
}
