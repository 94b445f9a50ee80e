import { fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { askFor, type GenerationRooms, openGenerationRooms } from '../support/models/generation-rooms.ts'
import { type Figure, median } from './figure.ts'

const calls = 200
const conversations = 4
const longAnswer = 600
const model = 'bench/scripted-1'

/**
 * What choosing, reserving, guarding and settling add to a call of the same adapter, and how long the engine's thread is
 * away while four answers of 200 tokens a second stream through all of it. Budgets and a price are set, the server is in a
 * process of its own.
 */
export async function generationFigures(): Promise<Figure[]> {
  const child = fork(fileURLToPath(new URL('./generation-server.ts', import.meta.url)))
  try {
    const [url] = (await once(child, 'message')) as [string]
    await using rooms = await openGenerationRooms()
    await rooms.providers.add({ name: 'bench', kind: 'openai-compatible', url })
    await rooms.prices.set({ model, input: 1e9, output: 4e9 })
    await rooms.setBudget(1e12)
    return [await measureOverhead(rooms), await measureLoop(rooms)]
  } finally {
    child.disconnect()
  }
}

/**
 * Calls through the layer and calls of the bare adapter take turns, and in going first, so that what else the machine does
 * and what the first of two finds cold fall on both.
 */
async function measureOverhead(rooms: GenerationRooms): Promise<Figure> {
  const { model: bare } = await rooms.languages.open(model)
  const { policy: _policy, context: _context, ...request } = askFor([model])
  const through = () => drain(rooms.generations.stream(askFor([model])))
  const alone = () => drain(bare.stream({ ...request, maximumOutputTokens: 100 }))
  const runs: number[] = []
  const cpu: number[] = []
  for (let call = -20; call < calls; call++) {
    const took =
      call % 2 === 0
        ? { through: await time(through), alone: await time(alone) }
        : { alone: await time(alone), through: await time(through) }
    if (call < 0) continue
    runs.push(took.through.wall - took.alone.wall)
    cpu.push(took.through.cpu - took.alone.cpu)
  }
  const name = 'generation: added to a call of a model (median)'
  return { name, unit: 'ms', value: median(runs), target: { atMost: 2 }, cpu: median(cpu), runs }
}

async function measureLoop({ generations }: GenerationRooms): Promise<Figure> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const asked = () => askFor([model], { maximumOutputTokens: longAnswer })
  await Promise.all(Array.from({ length: conversations }, () => drain(generations.stream(asked()))))
  delay.disable()
  const runs = [50, 99, 99.9, 100].map((percent) => delay.percentile(percent) / 1e6)
  const name = `generation: thread away while ${conversations} answers of 200 tokens/s stream (p99; runs: p50, p99, p99.9, most)`
  return { name, unit: 'ms', value: delay.percentile(99) / 1e6, target: { atMost: 20 }, cpu: null, runs }
}

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _part of parts);
}

/** Milliseconds by the clock, and of all threads of this process. */
async function time(call: () => Promise<void>): Promise<{ wall: number; cpu: number }> {
  const begun = performance.now()
  const before = process.cpuUsage()
  await call()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - begun, cpu: (user + system) / 1_000 }
}
