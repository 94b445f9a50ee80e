/**
 * A process that ingests a folder and may be killed at any moment: `node ingest-child.ts DATA KEY_HEX FOLDER [clock]`.
 * The first one makes the library and the job; each later one only goes on. Prints `working` when the queue runs and
 * `done` at the end, or `full` when the disk was. With `clock` the time goes an hour back while it works.
 */
import { importPaths, openTestIngest, waitForJob } from './ingest.ts'

const [dataFolder, key, folder, clock] = process.argv.slice(2)
if (dataFolder === undefined || key === undefined || folder === undefined) throw new Error('DATA KEY_HEX FOLDER')

const rooms = await openTestIngest({ dataFolder, key: Buffer.from(key, 'hex'), logLevel: 'warn' })
if ((await rooms.store.read('libraries.list', null)).length === 0) {
  await rooms.store.write('libraries.create', { name: 'docs', now: Date.now() })
}
const { items } = await rooms.queue.list({ offset: 0, limit: 1, unfinished: false })
const job = items[0] ?? (await importPaths(rooms, [folder]))
if (job.state === 'failed') await rooms.queue.retry(job.id)
process.stdout.write('working\n')
if (clock === 'clock') {
  const { now } = Date
  setTimeout(() => {
    Date.now = () => now() - 3_600_000
  }, 100).unref()
}
const { error } = await waitForJob(rooms, job.id, { minutes: 10 })
await rooms.close()
process.stdout.write(error === 'DISK_FULL' ? 'full\n' : 'done\n')
