import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Runs a script in a process of its own, where nothing else takes memory or time, and reads the JSON that it prints. */
export async function measureProcess<Measure>(script: string, args: readonly string[]): Promise<Measure> {
  const child = spawn(process.execPath, ['--expose-gc', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return JSON.parse(output) as Measure
}
