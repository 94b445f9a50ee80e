import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { chatEvents } from './models/openai-chat-script.ts'

/** What a server does with a request. `more`: it bills so many times the output that it was allowed. */
export type BillingManner = 'answer' | 'refuse' | 'break-off' | 'hang-up' | 'invalid' | 'more'

export type BillingServer = AsyncDisposable & {
  url: string
  /** The server's own record: what it billed, in nano-dollars, by the price that it was given. */
  billed: bigint
  bills: number
  /** Of each manner, how often. */
  count: Record<BillingManner, number>
}

/**
 * A server of chat completions on loopback that bills what it says in `usage` and keeps its own books. What it refuses, breaks
 * off or hangs up on it does not bill. Prices are nano-dollars a token.
 */
export async function startBillingServer(options: {
  price: { input: number; cachedInput: number; output: number }
  random: () => number
  manner: (random: () => number) => BillingManner
}): Promise<BillingServer> {
  const { price, random, manner } = options
  const count = { answer: 0, refuse: 0, 'break-off': 0, 'hang-up': 0, invalid: 0, more: 0 }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => void answer(Buffer.concat(parts).toString(), response))
  })

  async function answer(body: string, response: ServerResponse): Promise<void> {
    const asked = JSON.parse(body) as { max_tokens?: number; max_completion_tokens?: number }
    const chosen = manner(random)
    count[chosen] += 1
    if (chosen === 'hang-up') {
      response.destroy()
      return
    }
    if (chosen === 'refuse' || chosen === 'invalid') {
      response.writeHead(chosen === 'refuse' ? 500 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { message: 'no', type: 'server_error', code: null, param: null } }))
      return
    }
    const most = asked.max_completion_tokens ?? asked.max_tokens ?? 16
    const input = 1 + Math.floor(random() * 8)
    const cached = Math.floor(random() * (input + 1))
    const output = chosen === 'more' ? most * (2 + Math.floor(random() * 3)) : 1 + Math.floor(random() * most)
    const events = chatEvents({ text: ['It ', 'works.'], usage: { input, cached, output } })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const [index, event] of events.entries()) {
      if (chosen === 'break-off' && index === Math.floor(events.length / 2)) {
        await setImmediate()
        response.destroy()
        return
      }
      response.write(event)
    }
    api.billed += BigInt((input - cached) * price.input + cached * price.cachedInput + output * price.output)
    api.bills += 1
    response.end()
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const api: BillingServer = {
    url: `http://127.0.0.1:${port}/v1`,
    billed: 0n,
    bills: 0,
    count,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return api
}
