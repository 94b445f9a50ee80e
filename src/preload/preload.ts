import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type DesktopBridge, desktopBridge } from '../hosts/page-channels.ts'
import { handOverPorts } from './bridge.ts'

handOverPorts(window, ipcRenderer)

const bridge: DesktopBridge<File> = { pathForFile: (file) => webUtils.getPathForFile(file) }
contextBridge.exposeInMainWorld(desktopBridge, bridge)
