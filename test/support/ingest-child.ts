/**
 * A process that ingests a folder and may be killed at any moment: `node ingest-child.ts DATA KEY_HEX FOLDER`. The
 * first one makes the library and the job; each later one only goes on. Prints `working` when the queue runs and `done`
 * at the end.
 */
import { importPaths, openTestIngest, waitForJob } from './ingest.ts'

const [dataFolder, key, folder] = process.argv.slice(2)
if (dataFolder === undefined || key === undefined || folder === undefined) throw new Error('DATA KEY_HEX FOLDER')

const rooms = await openTestIngest({ dataFolder, key: Buffer.from(key, 'hex'), logLevel: 'warn' })
if ((await rooms.store.read('libraries.list', null)).length === 0) {
  await rooms.store.write('libraries.create', { name: 'docs', now: Date.now() })
}
const { items } = await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })
const job = items[0] ?? (await importPaths(rooms, [folder]))
process.stdout.write('working\n')
await waitForJob(rooms, job.id)
await rooms.close()
process.stdout.write('done\n')
