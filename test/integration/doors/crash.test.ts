import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from 'vitest'
import { connectPort, connectRest, connectSocket, type ProbeClient } from '../../support/doors/clients.ts'

type Crashable = { client: ProbeClient; crash(): Promise<void> }

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function startHost(connect: typeof connectRest | typeof connectSocket): Promise<Crashable> {
  const script = fileURLToPath(new URL('../../support/doors/probe-host.ts', import.meta.url))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { address, token } = JSON.parse(line.toString('utf8')) as { address: string; token: string }
  const { client } = await connect(address, token)
  const crash = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { client, crash }
}

async function startWorker(): Promise<Crashable> {
  const worker = new Worker(new URL('../../support/doors/probe-worker.ts', import.meta.url))
  const { port1, port2 } = new MessageChannel()
  worker.postMessage(port1, [port1])
  const { client } = connectPort(port2)
  return { client, crash: async () => void (await worker.terminate()) }
}

const doors = [
  { id: 'API-1.messageport', name: 'message-port', start: startWorker },
  { id: 'API-1.websocket', name: 'websocket', start: () => startHost(connectSocket) },
  { id: 'API-1.rest', name: 'rest', start: () => startHost(connectRest) },
]

describe.each(doors)('$id: an engine that dies behind the $name door', ({ start }) => {
  // Catches calls that hang for ever, or look like an answer, when the engine is killed under them.
  test('fails the call and the stream in its hands, and calls after, as ENGINE_UNAVAILABLE', async () => {
    const { client, crash } = await start()
    const stream = await client.count({ to: 1_000_000, padding: 1_000 })
    await stream.next()
    const outcomes = [
      client.hang(),
      (async () => {
        for await (const _event of stream);
      })(),
    ].map((outcome) =>
      outcome.then(
        () => 'answered',
        (error: unknown) => error,
      ),
    )
    await client.echo({ word: 'all calls have arrived' })
    await crash()

    const unavailable = { code: 'ENGINE_UNAVAILABLE', defined: true, status: 503, data: { reason: 'disconnected' } }
    expect(await Promise.all(outcomes)).toEqual([
      expect.objectContaining(unavailable),
      expect.objectContaining(unavailable),
    ])
    await expect(client.echo({ word: 'after' })).rejects.toMatchObject(unavailable)
  })
})
