/**
 * A process that follows a folder until it is killed: `node folder-child.ts DATA KEY_HEX FOLDER`. The folder is bound by
 * the first one. Prints `working` when it follows.
 */
import { openTestFolders } from './folder-rooms.ts'

const [dataFolder, key, folder] = process.argv.slice(2)
if (dataFolder === undefined || key === undefined || folder === undefined) throw new Error('DATA KEY_HEX FOLDER')

const rooms = await openTestFolders({ dataFolder, key: Buffer.from(key, 'hex'), logLevel: 'warn' })
if ((await rooms.folders.list('docs')).length === 0) await rooms.folders.bind({ library: 'docs', path: folder })
process.stdout.write('working\n')
