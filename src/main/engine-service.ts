import { EngineCommand, type EngineReport, type EngineSettings } from '../hosts/engine-control.ts'
import { createMessagePortDoor, type DoorPort, type MessagePortDoor } from '../hosts/message-port-door.ts'
import type { OpenExternally } from '../hosts/open-externally.ts'
import type { ReadPower } from '../hosts/power-source.ts'
import { openProgramDoor, type ProgramDoor } from '../hosts/program-door.ts'
import type { EngineRouter } from '../hosts/rpc-channel.ts'
import type { SecretStore } from '../hosts/secret-store.ts'
import type { FindSystemProxy } from '../hosts/system-proxy.ts'
import { FileOpener } from './file-opener.ts'
import { PowerClient } from './power-client.ts'
import { ProxyClient } from './proxy-client.ts'

/** The engine's end of the control channel, whatever process it runs in. */
export type ControlChannel = {
  post(report: EngineReport): void
  onMessage(listener: (message: unknown, ports: readonly DoorPort[]) => void): void
}

export type RunningEngine = {
  router: EngineRouter
  /** Tells this person's other programs where the engine can be reached. */
  announce(reach: { address: string; token: string }): void
  close(): Promise<void>
}

/** What the engine asks of its host while it runs. */
export type HostServices = {
  secrets: SecretStore | null
  openExternally: OpenExternally
  power: ReadPower
  systemProxy: { source: 'system'; find: FindSystemProxy }
}

type OpenEngine = {
  engine: RunningEngine
  page: MessagePortDoor
  programs: ProgramDoor
}

export type EngineServiceOptions = {
  control: ControlChannel
  createEngine: (settings: EngineSettings, host: HostServices) => Promise<RunningEngine>
  /** Ends this process. */
  exit: (code: number) => void
  /** Told of a call whose answer could not be delivered. */
  onError: (error: unknown) => void
}

const reportMilliseconds = 100

/** Exit codes of the engine's process. */
export const exitCodes = { stopped: 0, refused: 3, closeFailed: 4 } as const

/**
 * Runs one engine for a supervisor: starts it when told how, says that it is ready or why it cannot be, answers
 * heartbeats from the thread that serves the calls, opens a door for every port and one for the person's other programs,
 * closes the store when told to stop.
 */
export function serveEngine(options: EngineServiceOptions): void {
  const { control, exit } = options
  const secrets = new SecretClient(control)
  const files = new FileOpener(control)
  const power = new PowerClient(control)
  const proxies = new ProxyClient(control)
  let starting: Promise<void> | null = null
  let open: OpenEngine | null = null

  const start = async (generation: number, settings: EngineSettings) => {
    try {
      const { secretStore } = settings
      const engine = await options.createEngine(settings, {
        secrets: secretStore === null ? null : secrets.named(secretStore),
        openExternally: (path) => files.open(path),
        power: () => power.read(),
        systemProxy: { source: 'system', find: (url) => proxies.find(url) },
      })
      const programs = await openProgramDoor(engine.router, options.onError)
      engine.announce({ address: programs.address, token: programs.token })
      open = { engine, programs, page: createMessagePortDoor(engine.router, { onError: options.onError }) }
      control.post({ type: 'ready', generation })
    } catch (error) {
      options.onError(error)
      control.post(refusal(error))
      // The report has to leave the process before the process does; the supervisor waits, within its bound.
      setTimeout(() => exit(exitCodes.refused), reportMilliseconds)
    }
  }
  const stop = async () => {
    try {
      await starting
      await open?.programs[Symbol.asyncDispose]()
      await open?.engine.close()
      exit(exitCodes.stopped)
    } catch (error) {
      options.onError(error)
      exit(exitCodes.closeFailed)
    }
  }

  control.onMessage((message, ports) => {
    const command = EngineCommand.parse(message)
    switch (command.type) {
      case 'start':
        starting ??= start(command.generation, command.settings)
        return
      case 'connect':
        for (const port of ports) open?.page.accept(port)
        return
      case 'ping':
        control.post({ type: 'pong', sequence: command.sequence })
        return
      case 'stop':
        void stop()
        return
      case 'secret-value':
      case 'secret-failed':
        secrets.settle(command)
        return
      case 'open-answer':
        files.settle(command)
        return
      case 'power-value':
        power.settle(command)
        return
      case 'proxy-value':
        proxies.settle(command)
    }
  })
}

/** Codes of failures at start that starting again cannot cure. */
const lastingCodes: ReadonlySet<string> = new Set([
  'DATA_FOLDER_LOCKED',
  'KEY_DAMAGED',
  'KEY_MISSING',
  'KEY_UNAVAILABLE',
  'PASSPHRASE_NEEDED',
  'PASSPHRASE_UNUSED',
  'PASSPHRASE_WRONG',
  'STORE_MIGRATION_FAILED',
  'STORE_TOO_NEW',
])

function refusal(error: unknown): EngineReport {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'START_FAILED'
  const message = error instanceof Error ? error.message : 'The engine could not start.'
  return { type: 'refused', code, message, retryable: !lastingCodes.has(code) }
}

type SecretAnswer = Extract<EngineCommand, { type: 'secret-value' | 'secret-failed' }>

/** Asks the host for secrets over the control channel. */
class SecretClient {
  readonly #control: ControlChannel
  readonly #pending = new Map<number, PromiseWithResolvers<string | null>>()
  #requests = 0

  constructor(control: ControlChannel) {
    this.#control = control
  }

  named(name: string): SecretStore {
    return {
      name,
      get: (id) => this.#ask((request) => ({ type: 'secret-get', request, id })),
      set: async (id, value) => {
        await this.#ask((request) => ({ type: 'secret-set', request, id, value }))
      },
    }
  }

  settle(answer: SecretAnswer): void {
    const pending = this.#pending.get(answer.request)
    this.#pending.delete(answer.request)
    if (answer.type === 'secret-value') pending?.resolve(answer.value)
    else pending?.reject(new Error(answer.message))
  }

  #ask(report: (request: number) => EngineReport): Promise<string | null> {
    this.#requests += 1
    const pending = Promise.withResolvers<string | null>()
    this.#pending.set(this.#requests, pending)
    this.#control.post(report(this.#requests))
    return pending.promise
  }
}
