/**
 * A process that changes the embedding model of a library and may be killed at any moment: `node embedding-child.ts DATA`,
 * where the library `docs` is and the models `first` and `second` are installed. The first one begins the change; each
 * later one only goes on. Prints `working` when vectors are being made and `done` at the end.
 */
import { createRouterClient } from '@orpc/server'
import { createEngine } from '../../src/engine/engine.ts'

const [dataFolder] = process.argv.slice(2)
if (dataFolder === undefined) throw new Error('DATA')

const engine = await createEngine({ dataFolder, version: 'test', secretStore: null, passphrase: null })
const client = createRouterClient(engine.router, { context: { door: 'direct', reqHeaders: { get: () => null } } })
const { embedding } = await client.libraries.get({ library: 'docs' })
if (embedding.modelId === 'first' && embedding.next === null) {
  await client.libraries.embed({ library: 'docs', modelId: 'second' })
}
for (;;) {
  const { items } = await client.jobs.list({ unfinished: true })
  const [job] = items
  if (job === undefined) break
  for await (const event of await client.jobs.watch({ jobId: job.id })) {
    process.stdout.write(`working ${event.job.progress.ready}\n`)
  }
}
await engine.close()
process.stdout.write('done\n')
