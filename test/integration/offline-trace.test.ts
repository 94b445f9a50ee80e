import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isLoopback } from '../../src/engine/net/addresses.ts'
import { joinHost } from '../../src/headless/join.ts'
import { firstLine } from '../support/cli.ts'
import { answerJson, startModelServer } from '../support/models/model-server.ts'
import { makeOnnxEncoder } from '../support/models/onnx-models.ts'
import { startTraced, whyNoTrace } from '../support/network/connection-trace.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { endOfJob, endOfJobs } from '../support/test-engine.ts'

const root = join(import.meta.dirname, '../..')
/** Out in the world, where nobody is (RFC 5737 would be refused by its number alone). */
const far = 'http://198.18.0.1:81/v1'
const farName = 'https://models.example'

const codeOf = async (call: Promise<unknown>) =>
  await call.then(
    () => 'answered',
    (error: { code?: string }) => error.code,
  )

async function drain(events: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _event of await events);
}

/** All that a person can do goes on under the trace, the recognition of a scan included. */
const mostMs = 180_000

// Catches anything in the tree that asks somebody, for a name too: a library that phones home, a download, a model's process.
test(
  'SEC-5.offline: MOD-5.offline: with the switch on, no process of the tree reaches for anything outside this machine',
  async (context) => {
    const reason = whyNoTrace()
    context.skip(reason !== null, reason ?? '')

    const folder = temporaryFolder()
    const [data, model, documents] = ['data', 'model', 'documents'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    for (const path of [model, documents]) mkdirSync(path)
    makeOnnxEncoder(model)
    writeFileSync(
      join(documents, 'page.html'),
      `<link rel="stylesheet" href="${farName}/style.css"><h1>Leave</h1><img src="${farName}/picture.png">
     <p>The leave is thirty days a year.</p><script src="${farName}/script.js"></script>`,
    )
    writeFileSync(join(documents, 'scan.jpg'), readFileSync(join(root, 'test/fixtures/scans/english.jpg')))
    const near = await startModelServer(({ body }, response) => {
      const { input } = JSON.parse(body) as { input: string[] }
      const vectors = input.map((_text, index) => ({ index, embedding: [1, 0, 0] }))
      answerJson(response, { data: vectors, usage: { prompt_tokens: 1 } })
    })

    const traced = startTraced(
      [process.execPath, join(root, 'out/node/cli.js'), 'serve', '--port', '0', '--json', '--data', data],
      { file: join(folder, 'trace'), env: { ...process.env, DIWAN_KEYCHAIN: 'off', DIWAN_DATA: '' } },
    )
    const { pid } = JSON.parse(await firstLine(traced.child)) as { pid: number }
    try {
      const host = JSON.parse(readFileSync(join(data, 'host.json'), 'utf8')) as { address: string; token: string }
      const joined = await joinHost(host)
      if (joined === null) throw new Error('the host does not answer')
      const { client } = joined
      await client.settings.update({
        changes: [
          { setting: 'network.offline', value: true },
          { setting: 'ingest.ocrLanguages', value: ['eng'] },
        ],
      })

      const server = { kind: 'embedding', runtime: 'openai-compatible', name: 'm' } as const
      await client.models.add({ ...server, modelId: 'far', url: far })
      await client.models.add({ ...server, modelId: 'far-name', url: farName })
      await client.models.add({ ...server, modelId: 'near', url: near.url })
      await client.providers.add({ name: 'Away', kind: 'openai-compatible', url: far, key: 'sk-far' })
      await client.providers.add({ name: 'AwayByName', kind: 'anthropic', key: 'sk-far-name' })
      const [download] = (await client.models.list({})).filter(({ state }) => state === 'available')
      const ask = (choice: string) => drain(client.chat.ask({ question: 'How long is the leave?', model: choice }))
      const refused = {
        'a model': () => client.models.test({ modelId: 'far' }),
        'a model by name': () => client.models.test({ modelId: 'far-name' }),
        'a provider': () => client.providers.test({ name: 'Away' }),
        'a provider by name': () => client.providers.test({ name: 'AwayByName' }),
        'a download': () => client.models.pull({ modelId: download?.id ?? '' }),
      }
      for (const [what, call] of Object.entries(refused)) expect(await codeOf(call()), what).toBe('NETWORK_OFFLINE')

      // What stays on this machine works: a server that a person named, a model in a process of its own, reading and asking.
      expect(await client.models.test({ modelId: 'near' })).toMatchObject({ model: { dimensions: 3 } })
      await client.models.import({ path: model, modelId: 'own', kind: 'embedding' })
      await client.models.test({ modelId: 'own' })
      await client.libraries.create({ name: 'Files' })
      const pages = await endOfJob(client, await client.documents.addUrls({ library: 'Files', urls: [`${farName}/`] }))
      const { items } = await client.jobs.items({ jobId: pages.id })
      expect(items.map(({ error }) => error)).toEqual(['URL_OFFLINE'])
      const read = await endOfJob(client, await client.documents.import({ library: 'Files', paths: [documents] }))
      expect(read.progress).toMatchObject({ ready: 2, failed: 0 })
      await endOfJobs(client)
      await drain(client.chat.ask({ question: 'How long is the leave?' }))
      const away = ['Away/m', 'AwayByName/claude-sonnet-4-5']
      for (const choice of away) expect(await codeOf(ask(choice)), choice).toBe('NETWORK_OFFLINE')
      joined.close()
    } finally {
      process.kill(pid, 'SIGTERM')
    }

    const attempts = await traced.attempts()
    // The trace sees what there is to see: the one server that was named.
    expect(attempts).toContainEqual({ address: '127.0.0.1', port: Number(new URL(near.url).port) })
    expect(attempts.filter(({ address, port }) => !isLoopback(address) || port === 53)).toEqual([])
  },
  mostMs,
)
