import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns'
import { lookup as lookupLater, Resolver } from 'node:dns/promises'
import { connect as connectSession } from 'node:http2'
import { get } from 'node:https'
import { connect } from 'node:net'
import { connect as connectSafely } from 'node:tls'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { request } from 'undici'
import { closeWayOut } from '../../../src/engine/net/close-way-out.ts'

// Tries every way out that Node has, after they were closed, in the process and in a thread, and says what came of each.

const port = Number(process.argv[2])
const options = { port, host: '127.0.0.1' }
const url = `https://127.0.0.1:${port}/`

/** Settles with the socket's own error or with success. */
const opened = (open: () => { once(event: string, listener: (value: unknown) => void): unknown }, success: string) =>
  new Promise((resolve, reject) => {
    const socket = open()
    socket.once('error', reject)
    socket.once(success, resolve)
  })

const ways: Record<string, () => Promise<unknown>> = {
  tcp: () => opened(() => connect(options), 'connect'),
  tls: () => opened(() => connectSafely(options), 'secureConnect'),
  https: () => opened(() => get(url), 'response'),
  http2: () => opened(() => connectSession(url), 'connect'),
  fetch: () => fetch(`http://127.0.0.1:${port}/`),
  undici: () => request(`http://127.0.0.1:${port}/`),
  udp: async () => createSocket('udp4').send('out', port, '127.0.0.1'),
  lookup: () => new Promise((resolve) => lookup('localhost', resolve)),
  lookupLater: () => lookupLater('localhost'),
  resolver: () => new Resolver().resolve4('localhost'),
}

function codeOf(error: unknown): string {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if ('code' in inner && inner.code === 'NO_WAY_OUT') return 'NO_WAY_OUT'
  }
  return String(error)
}

closeWayOut()
const outcomes: Record<string, string> = {}
for (const [name, way] of Object.entries(ways)) {
  outcomes[name] = await way().then(() => 'went out', codeOf)
}
if (isMainThread) {
  const thread = new Worker(new URL(import.meta.url), { argv: [String(port)] })
  const inThread = await new Promise((resolve) => thread.once('message', resolve))
  process.stdout.write(JSON.stringify({ inProcess: outcomes, inThread }))
  process.exit(0)
} else {
  parentPort?.postMessage(outcomes)
}
