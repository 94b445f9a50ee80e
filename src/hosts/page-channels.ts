/**
 * Names that the preload script and the main process share with the page. The preload script is the one room that may
 * take no code from the contract, so it finds them here.
 */
export { type DesktopBridge, desktopBridge, enginePort, pageReady } from '../contract/page-port.ts'
