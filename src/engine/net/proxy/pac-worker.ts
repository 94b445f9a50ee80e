import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { sandbox } from 'pac-resolver'
import { newAsyncContext, type QuickJSAsyncContext, type QuickJSHandle } from 'quickjs-emscripten'
import type { PacReply, PacTask } from './pac-task.ts'

// Entry of the thread in which a proxy's script runs: an interpreter inside WebAssembly, without files, network or Node. Who
// asks ends the thread when an answer takes too long; the bounds here end what merely computes.

const memoryBytes = 32 * 1_024 * 1_024
const stackBytes = 512 * 1_024

/** What every PAC file may call, of a kind that answers at once. */
const { dateRange, dnsDomainIs, dnsDomainLevels, isPlainHostName, localHostOrDomainIs } = sandbox
const { shExpMatch, timeRange, weekdayRange } = sandbox
const immediate = {
  ...{ dateRange, dnsDomainIs, dnsDomainLevels, isPlainHostName, localHostOrDomainIs },
  ...{ shExpMatch, timeRange, weekdayRange, myIpAddress, alert: () => null },
} as unknown as Record<string, (...values: unknown[]) => unknown>

/** Those that ask for a name. */
const asking: Record<string, (...values: unknown[]) => Promise<unknown>> = {
  dnsResolve: (host) => findAddress(String(host)),
  isResolvable: async (host) => (await findAddress(String(host))) !== null,
  async isInNet(host, pattern, mask) {
    const address = await findAddress(String(host))
    return address !== null && sharesBits(address, String(pattern), String(mask))
  },
}

/** A name that leads nowhere has no address for the script, which is what it asks about. */
async function findAddress(host: string): Promise<string | null> {
  try {
    return (await lookup(host, { family: 4 })).address
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

function sharesBits(address: string, pattern: string, mask: string): boolean {
  const [own, wanted, bits] = [address, pattern, mask].map(readNumber)
  if (own === undefined || wanted === undefined || bits === undefined) return false
  return (own & bits) === (wanted & bits)
}

function readNumber(address: string): number {
  return address.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0)
}

/** From what the machine knows of itself: the usual way asks a server out in the world. */
function myIpAddress(): string {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}

/** By this thread's own clock: it may wait for names, or for a processor, as long as it takes. */
function computedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

async function evaluate({ script, url, host, computingMs }: PacTask): Promise<string> {
  using context = await newAsyncContext()
  const { runtime } = context
  const deadline = computedMs() + computingMs
  runtime.setMemoryLimit(memoryBytes)
  runtime.setMaxStackSize(stackBytes)
  runtime.setInterruptHandler(() => computedMs() > deadline)
  for (const [name, call] of Object.entries(immediate)) {
    using handle = context.newFunction(name, (...values) => give(context, call(...take(context, values))))
    context.setProp(context.global, name, handle)
  }
  for (const [name, call] of Object.entries(asking)) {
    using handle = context.newAsyncifiedFunction(name, async (...values) =>
      give(context, await call(...take(context, values))),
    )
    context.setProp(context.global, name, handle)
  }
  run(context, await context.evalCodeAsync(script, 'proxy.pac'))
  const call = `FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(host)})`
  const answer = run(context, await context.evalCodeAsync(call, 'call.js'))
  if (answer === null || answer === undefined) return 'DIRECT'
  if (typeof answer === 'string') return answer
  throw new Error('FindProxyForURL gives no text')
}

type Evaluated = Awaited<ReturnType<QuickJSAsyncContext['evalCodeAsync']>>

function run(context: QuickJSAsyncContext, evaluated: Evaluated): unknown {
  using handle = context.unwrapResult(evaluated)
  return context.dump(handle)
}

const take = (context: QuickJSAsyncContext, values: QuickJSHandle[]) => values.map((value) => context.dump(value))

function give(context: QuickJSAsyncContext, value: unknown): QuickJSHandle {
  if (typeof value === 'string') return context.newString(value)
  if (typeof value === 'number') return context.newNumber(value)
  if (typeof value === 'boolean') return value ? context.true : context.false
  return context.null
}

// One at a time: the interpreter stands still while a name is asked for.
let before: Promise<unknown> = Promise.resolve()
parentPort?.on('message', (task: PacTask) => {
  before = before.then(async () => {
    const reply: PacReply = await evaluate(task).then(
      (answer) => ({ id: task.id, answer }),
      (error: unknown) => ({ id: task.id, error: error instanceof Error ? error.message : String(error) }),
    )
    parentPort?.postMessage(reply)
  })
})
