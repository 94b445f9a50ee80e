import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, median } from './figure.ts'
import { startHost } from './host-process.ts'

const runs = 7

/** Start of the process to the first healthy answer, on a new data folder and on the same one again, in turn. */
export async function measureStartUp(): Promise<Figure[]> {
  const measured = {
    new: { wall: [] as number[], cpu: [] as number[] },
    again: { wall: [] as number[], cpu: [] as number[] },
  }
  for (let run = 0; run < runs; run += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'diwan-bench-'))
    for (const kind of ['new', 'again'] as const) {
      const host = await startHost(folder)
      measured[kind].wall.push(host.readyMilliseconds)
      measured[kind].cpu.push(host.usage().cpuSeconds * 1000)
      await host.stop()
    }
    rmSync(folder, { recursive: true })
  }
  return (['new', 'again'] as const).map((kind) => ({
    name: kind === 'new' ? 'ready on a new data folder' : 'ready on an existing data folder',
    unit: 'ms',
    value: median(measured[kind].wall),
    target: { atMost: 1_500 },
    cpu: median(measured[kind].cpu),
    runs: measured[kind].wall,
  }))
}
