import type { Clock } from './clock.ts'
import type { EngineLauncher, EngineSettings } from './engine-control.ts'
import type { EngineFailure } from './engine-failure.ts'
import { EngineGeneration, type GenerationEnd } from './engine-generation.ts'
import type { OpenExternally } from './open-externally.ts'
import type { ReadPower } from './power-source.ts'
import { decideRestart, failuresInARow, type SupervisorLimits } from './restart-policy.ts'
import type { SecretStore } from './secret-store.ts'
import type { FindSystemProxy } from './system-proxy.ts'

export type EngineStatus =
  | { state: 'stopped' }
  | { state: 'starting'; generation: number }
  | { state: 'ready'; generation: number }
  | { state: 'stopping'; generation: number }
  /** It failed and is started again at `retryAt` (milliseconds since the epoch). */
  | { state: 'waiting'; failure: EngineFailure; retryAt: number }
  /** The circuit is open: nothing happens until `retry` or `stop`. Failures in a row, oldest first. */
  | { state: 'halted'; failures: readonly EngineFailure[] }

/** The reasons are those of the contract's `ENGINE_UNAVAILABLE`. */
export type Connection =
  | { connected: true; generation: number }
  | { connected: false; reason: 'starting' | 'closing' | 'crashed' }

export type SupervisorOptions<Port> = {
  launch: EngineLauncher<Port>
  settings: EngineSettings
  secrets: SecretStore | null
  openExternally?: OpenExternally
  power?: ReadPower
  findProxy?: FindSystemProxy
  limits: SupervisorLimits
  clock: Clock
}

/**
 * Keeps one engine running. Knows it by generation; a crash ends the generation and every port that was handed to it,
 * and the next generation gets new ports and nothing else. Calls that were under way fail at their callers: nothing is
 * kept here that could be replayed.
 */
export class EngineSupervisor<Port> implements AsyncDisposable {
  readonly #options: SupervisorOptions<Port>
  readonly #listeners = new Set<(status: EngineStatus) => void>()
  #status: EngineStatus = { state: 'stopped' }
  #launched = 0
  #current: EngineGeneration<Port> | null = null
  #failures: readonly EngineFailure[] = []
  #backoff: Disposable | null = null
  /** What to do once the engine that is stopping has gone. */
  #afterStop: 'rest' | 'launch' = 'rest'
  /** Calls of `stop` that have not returned. */
  #stops = 0

  constructor(options: SupervisorOptions<Port>) {
    this.#options = options
  }

  get status(): EngineStatus {
    return this.#status
  }

  /** Process id of the present generation, for logs and tests. */
  get pid(): number | undefined {
    return this.#current?.pid
  }

  /** Told of every change, after it has happened. */
  onChange(listener: (status: EngineStatus) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) }
  }

  /**
   * Starts the engine, or starts it again now where a failure has stopped it; the record of failures begins afresh. Does
   * nothing while somebody waits for `stop`: who quits must not leave an engine behind.
   */
  start(): void {
    if (this.#stops > 0) return
    switch (this.#status.state) {
      case 'starting':
      case 'ready':
        return
      case 'stopping':
        this.#afterStop = 'launch'
        return
      case 'stopped':
      case 'waiting':
      case 'halted':
        this.#failures = []
        this.#launch()
    }
  }

  /** Stops whatever runs, then starts a new generation; like `start`, nothing while somebody waits for `stop`. */
  restart(): void {
    if (this.#stops > 0) return
    this.#beginStop('launch')
    this.start()
  }

  /** Resolves when no engine runs and none will be started; takes `stopWithin` + `killWithin` at most. */
  async stop(): Promise<void> {
    this.#stops += 1
    using _stop = { [Symbol.dispose]: () => this.#stops-- }
    this.#beginStop('rest')
    if (this.#status.state === 'stopped') return
    const stopped = Promise.withResolvers<void>()
    using _listener = this.onChange((status) => {
      if (status.state !== 'stopping') stopped.resolve()
    })
    await stopped.promise
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Hands one end of a channel to the present generation, if there is one that can take it. */
  connect(port: Port): Connection {
    const status = this.#status
    switch (status.state) {
      case 'ready':
        this.#current?.connect(port)
        return { connected: true, generation: status.generation }
      case 'starting':
      case 'waiting':
        return { connected: false, reason: 'starting' }
      case 'stopping':
      case 'stopped':
        return { connected: false, reason: 'closing' }
      case 'halted':
        return { connected: false, reason: 'crashed' }
    }
  }

  #beginStop(then: 'rest' | 'launch'): void {
    this.#afterStop = then
    this.#backoff?.[Symbol.dispose]()
    const current = this.#current
    if (current === null) {
      this.#change({ state: 'stopped' })
    } else if (this.#status.state !== 'stopping') {
      this.#change({ state: 'stopping', generation: current.generation })
      current.stop()
    }
  }

  #launch(): void {
    this.#backoff?.[Symbol.dispose]()
    this.#launched += 1
    const generation = this.#launched
    this.#change({ state: 'starting', generation })
    this.#current = new EngineGeneration({
      ...this.#options,
      generation,
      onReady: () => this.#change({ state: 'ready', generation }),
      onEnd: (end) => this.#ended(end),
    })
  }

  #ended(end: GenerationEnd): void {
    this.#current = null
    // One that was dying when the stop was asked for has failed, but nobody wants it back.
    if (end.kind === 'stopped' || this.#status.state === 'stopping') {
      this.#change({ state: 'stopped' })
      // A listener may have started it already.
      if (this.#afterStop === 'launch' && this.#status.state === 'stopped') this.start()
      return
    }
    this.#failures = failuresInARow(this.#failures, end.failure, this.#options.limits)
    const decision = decideRestart(this.#failures, this.#options.limits)
    if (decision.kind === 'halt') {
      this.#change({ state: 'halted', failures: this.#failures })
      return
    }
    const { clock } = this.#options
    this.#backoff = clock.after(decision.milliseconds, () => this.#launch())
    this.#change({ state: 'waiting', failure: end.failure, retryAt: clock.now() + decision.milliseconds })
  }

  #change(status: EngineStatus): void {
    if (status.state === 'stopped' && this.#status.state === 'stopped') return
    this.#status = status
    for (const listener of [...this.#listeners]) listener(status)
  }
}
