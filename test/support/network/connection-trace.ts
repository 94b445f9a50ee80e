import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'

export type Attempt = { address: string; port: number }

export type TracedProcess = {
  child: ChildProcess
  /** Waits for the end of the whole tree; gives every internet address that anything in it wanted to reach. */
  attempts(): Promise<Attempt[]>
}

const calls = 'connect,sendto,sendmsg,sendmmsg'

/** Why the system's calls of a process can't be watched here; null when they can. */
export function whyNoTrace(): string | null {
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', '-e', `trace=${calls}`, 'true'], { encoding: 'utf8' })
  if (tried.error !== undefined) return 'strace is not installed (Debian: apt-get install strace)'
  return tried.status === 0 ? null : `strace may not watch here: ${tried.stderr.trim()}`
}

/** Runs a program until the running test ends, with every thread and process that it starts, native code included, under the eyes of the kernel. */
export function startTraced(
  words: readonly string[],
  { file, env }: { file: string; env: NodeJS.ProcessEnv },
): TracedProcess {
  const options = ['-f', '-qq', '--seccomp-bpf', '-s', '0', '-e', `trace=${calls}`, '-o', file]
  const child = spawn('strace', [...options, ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that nothing of the tree outlives a test that fails.
    detached: true,
  })
  onTestFinished(() => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  })
  return {
    child,
    async attempts() {
      if (child.exitCode === null) await once(child, 'exit')
      return readAttempts(readFileSync(file, 'utf8'))
    },
  }
}

/** Sockets of this machine's own kinds (pipes, netlink) have no internet address and are passed over. */
export function readAttempts(trace: string): Attempt[] {
  const four = [...trace.matchAll(/sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g)]
  const six = [...trace.matchAll(/sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"/g)]
  return [...four, ...six].map(([, port, address = '']) => ({ address, port: Number(port) }))
}
