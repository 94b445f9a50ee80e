import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const built = join(root, 'out/node/cli.js')
const source = join(root, 'src/headless/cli.ts')

const Started = z.object({ address: z.url(), url: z.url(), pid: z.int() })
const Lock = z.object({ token: z.string() })
const Link = z.object({ url: z.url() })
const JobRecord = z.object({ id: z.string(), state: z.string() })

export type Host = {
  address: string
  /** Opens the page once, in one browser. */
  url: string
  dataFolder: string
  /** A call through the REST door, as a program makes it. Throws on any status but 2xx. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>
  /** Makes a library and waits until everything under `paths` has been read; gives the library's id. */
  addLibrary(name: string, paths: readonly string[], format?: 'files' | 'beir'): Promise<string>
  /** Another link that opens the page once, in one browser. */
  freshLink(): Promise<string>
  kill(): Promise<void>
  stop(): Promise<void>
  /** Stops, and leaves the data folder for another host to begin with. */
  leave(): Promise<void>
}

type HostOptions = {
  port?: number
  /** A data folder that a host has left: the new one begins with a copy of it. */
  copyOf?: string
}

/** Starts the real headless host on a data folder of its own; the built one where there is a build. */
export async function startHost({ port = 0, copyOf }: HostOptions = {}): Promise<Host> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'diwan-page-'))
  if (copyOf !== undefined) await cp(copyOf, dataFolder, { recursive: true })
  const entry = existsSync(built) && process.env.DIWAN_TEST_SOURCE === undefined ? built : source
  const child = spawn(process.execPath, [entry, 'serve', '--port', `${port}`, '--json', '--data', dataFolder], {
    cwd: root,
    env: { ...process.env, DIWAN_KEYCHAIN: 'off', DIWAN_DATA: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { address, url } = await readStart(child)
  const lock = Lock.parse(JSON.parse(await readFile(join(dataFolder, 'host.json'), 'utf8')))

  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${lock.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const call: Host['call'] = (method, path, body) => send(method, `/api${path}`, body)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    address,
    url,
    dataFolder,
    call,
    async addLibrary(name, paths, format = 'files') {
      const library = z.object({ id: z.string() }).parse(await call('POST', '/libraries', { name }))
      if (paths.length === 0) return library.id
      let job = JobRecord.parse(await call('POST', `/libraries/${library.id}/imports`, { paths, format }))
      while (['queued', 'running'].includes(job.state)) {
        await wait(100)
        job = JobRecord.parse(await call('GET', `/jobs/${job.id}`))
      }
      if (job.state !== 'completed') throw new Error(`The import ended as ${job.state}.`)
      return library.id
    },
    freshLink: async () => Link.parse(await send('POST', '/access/links', {})).url,
    kill: () => end('SIGKILL'),
    leave: () => end('SIGTERM'),
    async stop() {
      await end('SIGTERM')
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function readStart(child: ChildProcess): Promise<z.infer<typeof Started>> {
  if (child.stdout === null || child.stderr === null) throw new Error('The host has no output.')
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8')
  })
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"address"')) return Started.parse(JSON.parse(line))
  }
  throw new Error(`The host ended before it was ready. ${complaints}`)
}
