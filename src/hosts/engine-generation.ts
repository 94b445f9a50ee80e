import type { Clock } from './clock.ts'
import {
  type EngineCommand,
  type EngineLauncher,
  type EngineProcess,
  EngineReport,
  type EngineSettings,
  type ProcessExit,
} from './engine-control.ts'
import { describeExit, type EngineFailure, type FailureCause } from './engine-failure.ts'
import { answerOpenRequest, type OpenExternally } from './open-externally.ts'
import { answerPowerRequest, type ReadPower } from './power-source.ts'
import type { SupervisorLimits } from './restart-policy.ts'
import { answerSecretRequest } from './secret-requests.ts'
import type { SecretStore } from './secret-store.ts'
import { answerProxyRequest, type FindSystemProxy } from './system-proxy.ts'

export type GenerationEnd =
  /** It was asked to stop. `forced` when it had to be killed, or was lost. */
  { kind: 'stopped'; forced: boolean } | { kind: 'failed'; failure: EngineFailure }

export type GenerationOptions<Port> = {
  generation: number
  launch: EngineLauncher<Port>
  settings: EngineSettings
  secrets: SecretStore | null
  /** Opens a file for the person; without it every request is answered with `no-program`. */
  openExternally?: OpenExternally | undefined
  /** Without it the engine is told that nobody knows. */
  power?: ReadPower | undefined
  /** Without it the engine is told that there is no proxy. */
  findProxy?: FindSystemProxy | undefined
  limits: SupervisorLimits
  clock: Clock
  onReady: () => void
  /** Called exactly once, never from inside the constructor. */
  onEnd: (end: GenerationEnd) => void
}

type Verdict = { cause: FailureCause; message: string; code?: string; retryable?: boolean }

/**
 * The life of one engine process: launched, ready, beating, asked to stop or found dead, gone. Nothing of one generation
 * outlives it: its listeners and timers are disposed of when it ends, so a late message cannot reach the next one.
 */
export class EngineGeneration<Port> {
  readonly generation: number
  readonly #options: GenerationOptions<Port>
  readonly #disposables = new DisposableStack()
  #process: EngineProcess<Port> | null = null
  #phase: 'starting' | 'ready' | 'stopping' | 'dying' | 'ended' = 'starting'
  #readyAt: number | null = null
  /** Why it is being killed; decides over whatever the exit looks like afterwards. */
  #verdict: Verdict | null = null
  /** The deadline of the present phase; a new phase takes the place of the old one's. */
  #deadline: Disposable | null = null
  #forced = false
  #pingSent = 0
  #pongSeen = 0

  constructor(options: GenerationOptions<Port>) {
    this.generation = options.generation
    this.#options = options
    this.#disposables.defer(() => this.#deadline?.[Symbol.dispose]())
    try {
      this.#begin(options.launch(options.generation))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#verdict = { cause: 'launch-failed', message }
      this.#setDeadline(0, () => this.#end(null))
    }
  }

  get ready(): boolean {
    return this.#phase === 'ready'
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Hands the engine one end of a channel. Only a ready engine takes ports. */
  connect(port: Port): void {
    if (this.#phase !== 'ready') throw new Error('Only a ready engine can be handed a port.')
    this.#process?.post({ type: 'connect' }, port)
  }

  /** Asks the engine to finish; kills it when it does not within the bound. `onEnd` follows. */
  stop(): void {
    if (this.#phase !== 'starting' && this.#phase !== 'ready') return
    this.#phase = 'stopping'
    if (this.#process === null) {
      this.#setDeadline(0, () => this.#end(null))
      return
    }
    this.#setDeadline(this.#options.limits.stopWithin, () => this.#kill())
    this.#process.post({ type: 'stop' })
  }

  #begin(process: EngineProcess<Port>): void {
    this.#process = process
    this.#disposables.use(process.onMessage((message) => this.#receive(message)))
    this.#disposables.use(process.onExit((exit) => this.#end(exit)))
    const { limits, generation, settings } = this.#options
    const message = `The engine did not become ready within ${limits.startWithin} ms.`
    this.#setDeadline(limits.startWithin, () => this.#condemn({ cause: 'start-timeout', message }))
    process.post({ type: 'start', generation, settings })
  }

  #receive(message: unknown): void {
    if (this.#phase === 'ended') return
    const parsed = EngineReport.safeParse(message)
    if (!parsed.success) {
      this.#condemn({ cause: 'protocol', message: 'The engine sent something that is not a report.' })
      return
    }
    const report = parsed.data
    switch (report.type) {
      case 'ready':
        this.#becomeReady(report.generation)
        return
      case 'refused':
        this.#acceptRefusal(report)
        return
      case 'pong':
        this.#pongSeen = Math.max(this.#pongSeen, report.sequence)
        return
      case 'secret-get':
      case 'secret-set':
        void answerSecretRequest(this.#options.secrets, report).then((answer) => this.#answer(answer))
        return
      case 'open-file':
        void answerOpenRequest(this.#options.openExternally, report).then((answer) => this.#answer(answer))
        return
      case 'power-get':
        void answerPowerRequest(this.#options.power, report).then((answer) => this.#answer(answer))
        return
      case 'proxy-get':
        void answerProxyRequest(this.#options.findProxy, report).then((answer) => this.#answer(answer))
    }
  }

  #answer(answer: EngineCommand): void {
    if (this.#phase !== 'ended') this.#process?.post(answer)
  }

  #becomeReady(generation: number): void {
    if (this.#phase !== 'starting') return
    if (generation !== this.generation) {
      this.#condemn({ cause: 'protocol', message: `Generation ${this.generation} answered as ${generation}.` })
      return
    }
    this.#phase = 'ready'
    this.#readyAt = this.#options.clock.now()
    this.#beat()
    this.#options.onReady()
  }

  #acceptRefusal({ code, message, retryable }: Extract<EngineReport, { type: 'refused' }>): void {
    if (this.#phase !== 'starting') return
    this.#verdict = { cause: 'refused', code, message, retryable }
    this.#phase = 'dying'
    // It exits by itself now; the bound is for one that doesn't.
    this.#setDeadline(this.#options.limits.stopWithin, () => this.#kill())
  }

  #beat(): void {
    if (this.#phase !== 'ready') return
    const { heartbeatEvery, heartbeatsMissed } = this.#options.limits
    if (this.#pingSent - this.#pongSeen >= heartbeatsMissed) {
      this.#condemn({ cause: 'unresponsive', message: `The engine left ${heartbeatsMissed} heartbeats unanswered.` })
      return
    }
    this.#pingSent += 1
    this.#setDeadline(heartbeatEvery, () => this.#beat())
    this.#process?.post({ type: 'ping', sequence: this.#pingSent })
  }

  #condemn(verdict: Verdict): void {
    if (this.#phase === 'ended' || this.#verdict !== null) return
    // One that misbehaves while it stops is only killed sooner: it was asked to go, so it has not failed.
    if (this.#phase !== 'stopping') {
      this.#verdict = verdict
      this.#phase = 'dying'
    }
    this.#kill()
  }

  #kill(): void {
    this.#forced = true
    this.#setDeadline(this.#options.limits.killWithin, () => this.#end(null))
    this.#process?.kill()
  }

  #end(exit: ProcessExit | null): void {
    if (this.#phase === 'ended') return
    const stopped = this.#phase === 'stopping'
    this.#phase = 'ended'
    this.#disposables.dispose()
    this.#options.onEnd(stopped ? { kind: 'stopped', forced: this.#forced } : this.#failure(exit))
  }

  #failure(exit: ProcessExit | null): GenerationEnd {
    const now = this.#options.clock.now()
    const { cause, message, code, retryable } = this.#verdict ?? exitVerdict(exit)
    return {
      kind: 'failed',
      failure: {
        generation: this.generation,
        cause,
        code: code ?? null,
        message,
        retryable: retryable ?? true,
        exit,
        at: now,
        readyFor: this.#readyAt === null ? 0 : now - this.#readyAt,
      },
    }
  }

  #setDeadline(milliseconds: number, callback: () => void): void {
    this.#deadline?.[Symbol.dispose]()
    this.#deadline = this.#options.clock.after(milliseconds, callback)
  }
}

function exitVerdict(exit: ProcessExit | null): Verdict {
  if (exit === null) return { cause: 'exited', message: 'The engine is gone, and nobody knows how.' }
  return { cause: exit.signal === null ? 'exited' : 'signalled', message: describeExit(exit) }
}
