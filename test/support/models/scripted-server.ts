import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * One thing that a scripted server does: bytes are one packet (one HTTP chunk, flushed by itself); a promise is waited for;
 * `cut` breaks the connection; `silence` sends nothing more and keeps the connection open until the caller leaves.
 */
export type Step = Packet | Promise<unknown>
export type Packet = string | Uint8Array | typeof cut | typeof silence

export const cut: unique symbol = Symbol('cut')
export const silence: unique symbol = Symbol('silence')

export type ScriptedAnswer = {
  status?: number
  headers?: Readonly<Record<string, string>>
  /** Waited for before the status line is sent; one that never ends is a server that does not answer. */
  before?: Promise<unknown>
  /** After the last one the answer ends as it should. */
  steps: readonly Step[] | AsyncIterable<Packet>
}

export type ScriptedRequest = {
  method: string
  /** With the query. */
  path: string
  headers: IncomingHttpHeaders
  body: string
  /** The body as JSON, of the shape that the test expects. */
  json<Body>(): Body
  /** How the answer ended: sent whole, broken by the script, or left by the caller before that. */
  ended: Promise<'sent' | 'cut' | 'left'>
}

/** Answers by what is asked, or from a queue: the first request gets the first answer. */
export type Script =
  | readonly ScriptedAnswer[]
  | ((request: ScriptedRequest, index: number) => ScriptedAnswer | Promise<ScriptedAnswer>)

export type ScriptedServer = {
  url: string
  requests: readonly ScriptedRequest[]
  /** Resolves with the request of this index once it has arrived whole. */
  arrived(index: number): Promise<ScriptedRequest>
  /** Connections that are open now. */
  connections(): number
  /** Connections that were ever made. */
  connected(): number
} & AsyncDisposable

/**
 * A real server on loopback that sends exact bytes in chosen packets. Nothing in it waits for time: delays are promises that
 * the test resolves. A request that the queue has no answer for gets 400, so that nobody tries it again. In a test use
 * `startScriptedServer` of `start-scripted-server.ts`, which closes it; bench rows and child processes use this.
 */
export async function openScriptedServer(script: Script, port = 0): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = []
  const waiting: { index: number; resolve: (request: ScriptedRequest) => void }[] = []
  const sockets = new Set<unknown>()
  let connected = 0
  const server = createServer(async (incoming, response) => {
    const outcome = Promise.withResolvers<'sent' | 'cut' | 'left'>()
    response.on('close', () => outcome.resolve(response.writableFinished ? 'sent' : 'left'))
    const request = await readRequest(incoming, outcome.promise)
    const index = requests.push(request) - 1
    for (const wait of waiting.filter((one) => one.index === index)) wait.resolve(request)
    const answer = typeof script === 'function' ? await script(request, index) : (script[index] ?? noAnswerLeft)
    await send(answer, { response, onCut: () => outcome.resolve('cut') })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    connected++
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    arrived: (index) =>
      new Promise((resolve) => {
        const request = requests[index]
        if (request === undefined) waiting.push({ index, resolve })
        else resolve(request)
      }),
    connections: () => sockets.size,
    connected: () => connected,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const noAnswerLeft: ScriptedAnswer = {
  status: 400,
  headers: { 'content-type': 'text/plain' },
  steps: ['the script has no answer left'],
}

async function readRequest(incoming: IncomingMessage, ended: ScriptedRequest['ended']): Promise<ScriptedRequest> {
  const body = Buffer.concat(await incoming.toArray()).toString()
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body,
    json: () => JSON.parse(body),
    ended,
  }
}

async function send(
  { status = 200, headers = { 'content-type': 'text/event-stream' }, before, steps }: ScriptedAnswer,
  { response, onCut }: { response: ServerResponse; onCut: () => void },
): Promise<void> {
  const left = new Promise<void>((resolve) => response.on('close', resolve))
  if (before !== undefined) await Promise.race([before, left])
  if (response.destroyed) return
  response.writeHead(status, headers)
  response.flushHeaders()
  for await (const step of steps) {
    if (response.destroyed) return
    if (step === cut) {
      onCut()
      response.destroy()
      return
    }
    if (step === silence) await left
    else if (step instanceof Promise) await Promise.race([step, left])
    else if (typeof step !== 'symbol') await new Promise<void>((resolve) => response.write(step, () => resolve()))
  }
  if (!response.destroyed) response.end()
}
