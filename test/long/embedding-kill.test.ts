import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKeyFile } from '../../src/engine/privacy/key-file.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'
import { makeOnnxEncoder } from '../support/models/onnx-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, endOfJob, openTestEngine } from '../support/test-engine.ts'

const child = join(import.meta.dirname, '../support/embedding-child.ts')

/** Runs the change and kills it when `isTime` says so; true when it came to its end. */
function run(dataFolder: string, isTime: (ready: number) => boolean): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  const started = spawn(process.execPath, [child, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  started.stdout.on('data', (data: Buffer) => {
    output += data
    const ready = Number(/working (\d+)\n[^\n]*$/.exec(output)?.[1] ?? -1)
    if (!output.includes('done') && ready >= 0 && isTime(ready)) started.kill('SIGKILL')
  })
  started.on('error', reject)
  started.on('close', (code, signal) => {
    if (code === 0 && output.includes('done')) resolve(true)
    else if (signal === 'SIGKILL') resolve(false)
    else reject(new Error(`the child ended with ${code ?? signal}: ${output}`))
  })
  return promise
}

/** Chunks that lack a vector of the model in use, vectors that no chunk has, and chunks that are counted twice. */
function inspect(dataFolder: string) {
  const file = readKeyFile(join(dataFolder, 'key.json'))
  if (file.protection !== 'file') throw new Error('the key is elsewhere')
  const connection = openConnection({ path: join(dataFolder, databaseFile), key: file.key, mode: 'write' })
  const count = (sql: string) => connection.get<{ n: number }>('trial', `SELECT count(*) AS n FROM ${sql}`)?.n
  try {
    return {
      lacking: count(`chunks c JOIN library_spaces s ON s.role = 'serving' WHERE NOT EXISTS (
        SELECT 1 FROM chunk_vectors v JOIN vectors x ON x.space_key = v.space_key AND x.text_hash = v.text_hash
        WHERE v.space_key = s.space_key AND v.chunk_id = c.id)`),
      left: count('chunk_vectors v WHERE NOT EXISTS (SELECT 1 FROM library_spaces s WHERE s.space_key = v.space_key)'),
      spaces: count('vector_spaces'),
    }
  } finally {
    connection.close()
  }
}

// Catches vectors without their chunk's row, a switch before all are there, and work that begins anew after each kill.
test('LIB-8.resume: a change of model that is killed again and again goes on, and ends with every vector', async () => {
  const { client, dataFolder, close } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  for (const [index, modelId] of ['first', 'second'].entries()) {
    const folder = temporaryFolder()
    makeOnnxEncoder(folder, { seed: index + 1 })
    await client.models.import({ path: folder, modelId, kind: 'embedding' })
  }
  const chunking = {
    ...(await client.libraries.get({ library: 'docs' })).chunking,
    maximumTokens: 64,
    overlapTokens: 0,
  }
  await client.libraries.configure({ library: 'docs', chunking })
  for (let number = 0; number < 8; number++) {
    const text = Array.from({ length: 60 }, (_, line) => `Line ${line} of text ${number} says ${number * line} things.`)
    await addText(client, 'docs', { name: `${number}.txt`, text: text.join('\n\n') })
  }
  const { job } = await client.libraries.embed({ library: 'docs', modelId: 'first' })
  if (job !== null) await endOfJob(client, job)
  await close()
  // At once, in the middle, and near the end.
  let ended = false
  for (const from of [0, 3, 6]) ended ||= await run(dataFolder, (ready) => ready >= from)
  while (!ended) ended = await run(dataFolder, () => false)
  expect(inspect(dataFolder)).toEqual({ lacking: 0, left: 0, spaces: 1 })
  const again = await openTestEngine({ dataFolder })
  const { embedding, chunks } = await again.client.libraries.get({ library: 'docs' })
  expect(embedding).toEqual({ modelId: 'second', vectors: chunks, next: null })
})
