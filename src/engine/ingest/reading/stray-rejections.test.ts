import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

/** A thread in which a promise fails that nobody waits for; answers `alive` after that. */
async function failUnheard(first: string): Promise<string> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
     ${first}.then(() => {
       Promise.reject({ name: 'of a library' })
       setImmediate(() => setImmediate(() => parentPort.postMessage('alive')))
     })`,
    { eval: true },
  )
  try {
    const [said] = await once(worker, 'message')
    return said
  } finally {
    await worker.terminate()
  }
}

// Would catch a file that is refused as READ_CRASHED for a promise that an earlier file left behind.
test('LIB-2.isolation: a promise that nobody waits for takes no thread along', async () => {
  const address = JSON.stringify(new URL('./stray-rejections.ts', import.meta.url).href)
  await expect(failUnheard(`import(${address})`)).resolves.toBe('alive')
  await expect(failUnheard('Promise.resolve()')).rejects.toMatchObject({ code: 'ERR_UNHANDLED_REJECTION' })
})
