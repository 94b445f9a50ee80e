import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { readLock } from '../../src/engine/store/lock.ts'

const cli = join(import.meta.dirname, '../../out/node/cli.js')
const watchHolds = pathToFileURL(join(import.meta.dirname, 'watch-holds.ts')).href
const Served = z.object({ address: z.string() })

export type HostProcess = {
  address: string
  /** Milliseconds from the start of the process to its line with the address. */
  readyMilliseconds: number
  /** Processor seconds and peak resident megabytes so far, from the kernel's own count. */
  usage(): { cpuSeconds: number; peakMegabytes: number }
  call<Result>(path: string, init?: RequestInit): Promise<Result>
  stop(): Promise<void>
}

/**
 * Starts the built headless host on a data folder and waits until it answers. `holdsFile` takes the lines of
 * watch-holds.ts.
 */
export async function startHost(
  dataFolder: string,
  { holdsFile = null }: { holdsFile?: string | null } = {},
): Promise<HostProcess> {
  const start = performance.now()
  const watch = holdsFile === null ? [] : ['--import', watchHolds]
  const child = spawn(process.execPath, [...watch, cli, 'serve', '--port', '0', '--json', '--data', dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(holdsFile === null ? {} : { DIWAN_BENCH_HOLDS: holdsFile }) },
  })
  const line = await firstLine(child)
  const { address } = Served.parse(JSON.parse(line))
  const ready = await fetch(new URL('/health/ready', address))
  if (!ready.ok) throw new Error(`the host is not ready: ${ready.status}`)
  const readyMilliseconds = performance.now() - start
  const token = readLock(dataFolder)?.token
  if (typeof token !== 'string') throw new Error('the host announced no token')

  return {
    address,
    readyMilliseconds,
    usage: () => readUsage(child.pid ?? 0),
    async call<Result>(path: string, init: RequestInit = {}) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const response = await fetch(new URL(`/api${path}`, address), { ...init, headers })
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as Result
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the host has no output')
  for await (const line of createInterface({ input: child.stdout })) return line
  throw new Error(`the host ended without an address (exit code ${child.exitCode})`)
}

/** From /proc; the bench runs on Linux. Times there count in ticks of 10 ms. */
function readUsage(pid: number): { cpuSeconds: number; peakMegabytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0] = [fields[11], fields[12]].map(Number)
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuSeconds: (user + system) / 100, peakMegabytes: Number(peak) / 1024 }
}
