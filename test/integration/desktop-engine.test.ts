import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import type { contract } from '../../src/contract/contract.ts'
import { engineInterceptor, portChannel } from '../../src/contract/engine-link.ts'
import { pageReady } from '../../src/contract/page-port.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { connect } from '../../src/headless/connect.ts'
import { systemClock } from '../../src/hosts/clock.ts'
import type { SecretStore } from '../../src/hosts/secret-store.ts'
import { startDesktop } from '../../src/main/desktop.ts'
import { secretsFileName } from '../../src/main/safe-storage-secrets.ts'
import { createFakeElectron } from '../support/desktop/fake-electron.ts'
import { forkWorker } from '../support/desktop/worker-utility.ts'
import { connectPort } from '../support/doors/clients.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The desktop host with everything real but Electron: supervisor, engine in a thread, ports, store, files. */
async function startHost(
  engine: 'probe' | 'real',
  dataFolder = temporaryFolder(),
  openKeychain: () => Promise<SecretStore | null> = async () => null,
) {
  const engines: ReturnType<typeof forkWorker>[] = []
  const log: Record<string, unknown>[] = []
  const fake = createFakeElectron<MessagePort>({
    fork() {
      const worker = forkWorker(engine)
      engines.push(worker)
      return worker
    },
    channel: () => new MessageChannel(),
    onBattery: true,
  })
  await startDesktop(fake.api, {
    dataFolder,
    files: { page: join(dataFolder, 'page'), preload: '', engine: '' },
    environment: process.env,
    logLevel: 'silent',
    openKeychain,
    clock: systemClock,
    log: (_event, fields) => log.push(fields),
    onShown: () => undefined,
  })
  fake.sendFromPage(pageReady)

  const quit = async () => {
    fake.api.app.quit()
    await Promise.all(engines.map(({ ended }) => ended))
    await expect.poll(() => fake.did.at(-1)).toBe('quit')
  }
  onTestFinished(quit)
  /** The port that the page was given as the `count`-th. */
  const port = async (count: number): Promise<MessagePort> => {
    await expect.poll(() => fake.windows[0]?.ports.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(count)
    const given = fake.windows[0]?.ports[count - 1]?.port
    if (given === undefined) throw new Error('The page was given no port.')
    onTestFinished(() => given.close())
    return given
  }
  return { ...fake, dataFolder, engines, log, port, quit }
}

test('API-1.messageport: an engine killed in mid-call fails the call, and the page gets a new port', async () => {
  // Catches calls that hang when the engine dies, and a supervisor that sends them again to the next one.
  const { port, engines } = await startHost('probe')
  const first = connectPort(await port(1)).client
  const hanging = first.hang().then(
    () => 'answered',
    (error: unknown) => error,
  )
  expect(await first.echo({ word: 'arrived' })).toMatchObject({ word: 'arrived', door: 'message-port' })
  engines[0]?.kill()
  expect(await hanging).toMatchObject({ code: 'ENGINE_UNAVAILABLE', data: { reason: 'disconnected' } })

  const second = connectPort(await port(2)).client
  expect(await second.echo({ word: 'again' })).toMatchObject({ word: 'again' })
  expect(engines).toHaveLength(2)
})

test('SEC-1.keychain: the real engine keeps its key by safeStorage, and opens its data again after a restart', async () => {
  const { port, engines, dataFolder, menus, quit } = await startHost('real')
  const first = clientOf(await port(1))
  const { id } = await first.libraries.create({ name: 'Kept' })
  expect((await first.health.get()).parts.find(({ name }) => name === 'encryption')).toMatchObject({ notice: null })
  expect(JSON.parse(await readFile(join(dataFolder, secretsFileName), 'utf8'))).toMatchObject({ version: 1 })

  engines[0]?.kill()
  const second = clientOf(await port(2))
  expect(await second.libraries.list()).toMatchObject([{ id, name: 'Kept' }])
  expect(menus).toHaveLength(1)
  await quit()

  const again = await startHost('real', dataFolder)
  expect(await clientOf(await again.port(1)).libraries.list()).toMatchObject([{ id, name: 'Kept' }])
})

test('LIB-6.viewer RET-11.battery MOD-5.proxy: a document opens in the system’s program through the main process, a script does not; the engine is told of the battery and of the proxy', async () => {
  // Catches an answer of the main process that the engine waits for in vain, and a policy that nobody asks.
  const { port, did } = await startHost('real')
  const client = clientOf(await port(1))
  expect(await client.ahead.status()).toMatchObject({ power: 'battery' })
  const { proxy } = await client.network.state()
  expect(proxy).toEqual({ source: 'system', address: 'http://proxy.test:3128', hasLogin: false })
  const folder = temporaryFolder()
  await writeFile(join(folder, 'note.md'), '# A note\n\nIt is opened elsewhere.')
  await writeFile(join(folder, 'run.sh'), 'echo run')
  await client.libraries.create({ name: 'Files' })
  await client.documents.import({ library: 'Files', paths: [folder] })
  await expect.poll(async () => (await client.documents.list({ library: 'Files' })).total, { timeout: 20_000 }).toBe(2)
  const { items } = await client.documents.list({ library: 'Files' })
  const [note, script] = items.map(({ id }) => id)
  await client.documents.open({ documentId: note ?? '' })
  expect(did.at(-1)).toMatch(/^path .*note\.md$/)
  await expect(client.documents.open({ documentId: script ?? '' })).rejects.toMatchObject({
    code: 'OPEN_UNSUPPORTED',
    data: { reason: 'refused' },
  })
  await rm(join(folder, 'note.md'))
  await expect(client.documents.open({ documentId: note ?? '' })).rejects.toMatchObject({
    code: 'ORIGINAL_UNAVAILABLE',
  })
})

test('SEC-1.keychain: what the desktop made opens with the keychain alone, as the command line does, once it is closed', async () => {
  const kept = new Map<string, string>()
  const keychain: SecretStore = {
    name: 'keychain',
    get: async (id) => kept.get(id) ?? null,
    set: async (id, value) => void kept.set(id, value),
  }
  const { port, dataFolder, quit } = await startHost('real', undefined, async () => keychain)
  const { id } = await clientOf(await port(1)).libraries.create({ name: 'Kept' })
  await quit()
  const engine = await createEngine({
    dataFolder,
    version: '0',
    secretStore: keychain,
    passphrase: null,
    logLevel: 'silent',
  })
  onTestFinished(() => engine.close())
  expect(await createRouterClient(engine.router, { context: { door: 'direct' } }).libraries.list()).toMatchObject([
    { id },
  ])
})

test('SEC-1.keychain: a locked keychain is said to be locked, and no key is made elsewhere', async () => {
  // Catches "your key is lost" for a keychain that only has to be unlocked, and a key that lands in a file for good.
  const locked = async () => {
    throw new Error('locked')
  }
  const openKeychain = async () => ({ name: 'keychain', get: locked, set: locked })
  const { boxes, engines, dataFolder } = await startHost('real', undefined, openKeychain)
  await expect.poll(() => boxes, { timeout: 15_000 }).toEqual([expect.stringContaining('Unlock the keychain')])
  expect({ engines: engines.length, files: await readdir(dataFolder) }).toMatchObject({
    engines: 1,
    files: expect.not.arrayContaining(['key.json', secretsFileName, 'diwan.db']),
  })
})

test('a data folder that another Diwan holds is said to be so, once, and is left alone', async () => {
  const holder = await startHost('real')
  await holder.port(1)
  const { boxes, engines } = await startHost('real', holder.dataFolder)
  await expect.poll(() => boxes, { timeout: 15_000 }).toEqual([expect.stringContaining('Another Diwan')])
  expect(engines).toHaveLength(1)
})

test('the command line joins the engine of a running desktop, and its calls end when that engine is killed', async () => {
  // Catches a desktop that locks the command line out of its own data.
  const { port, dataFolder, engines } = await startHost('real')
  const { id } = await clientOf(await port(1)).libraries.create({ name: 'Shared' })
  const join = () =>
    connect({
      dataFolder,
      passphrase: null,
      patience: 15_000,
      terminal: { say: () => undefined },
      signal: AbortSignal.timeout(30_000),
    })
  await using program = await join()
  expect({ own: program.own, libraries: await program.client.libraries.list() }).toMatchObject({
    own: null,
    libraries: [{ id, name: 'Shared' }],
  })
  engines[0]?.kill()
  await expect.poll(() => program.client.health.ping().catch(({ code }) => code)).toBe('ENGINE_UNAVAILABLE')
  await port(2)
  await using again = await join()
  expect(again.own).toBeNull()
})

function clientOf(port: MessagePort): ContractRouterClient<typeof contract> {
  const link = new RPCLink({
    port: port as unknown as globalThis.MessagePort,
    clientInterceptors: [engineInterceptor(portChannel(port))],
  })
  port.start()
  return createORPCClient(link)
}
