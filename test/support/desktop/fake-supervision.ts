import type { Clock } from '../../../src/hosts/clock.ts'
import type { EngineCommand, EngineLauncher, EngineProcess, ProcessExit } from '../../../src/hosts/engine-control.ts'

/** Test doubles of what surrounds the supervisor. Nothing that ships imports this file. */

export class ManualClock implements Clock {
  #now = 1_000_000
  #timers: { at: number; callback: () => void }[] = []

  now(): number {
    return this.#now
  }

  after(milliseconds: number, callback: () => void): Disposable {
    const timer = { at: this.#now + milliseconds, callback }
    this.#timers.push(timer)
    return {
      [Symbol.dispose]: () => {
        this.#timers = this.#timers.filter((other) => other !== timer)
      },
    }
  }

  /** Timers that are set: a test that ends with some has found a leak. */
  get pending(): number {
    return this.#timers.length
  }

  /** Runs everything that falls due, in order, those included that are set on the way. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
    }
    this.#now = end
  }

  /** The clock jumps without a timer having run, as when a laptop wakes from sleep. */
  sleep(milliseconds: number): void {
    this.#now += milliseconds
  }
}

/** An engine process that does what the test says, and remembers what it was told. */
export class FakeEngineProcess implements EngineProcess<string> {
  readonly commands: EngineCommand[] = []
  readonly ports: string[] = []
  readonly pid: number
  killed = 0
  #messages = new Set<(message: unknown) => void>()
  #exits = new Set<(exit: ProcessExit) => void>()

  constructor(pid: number) {
    this.pid = pid
  }

  post(command: EngineCommand, port?: string): void {
    this.commands.push(command)
    if (port !== undefined) this.ports.push(port)
  }

  onMessage(listener: (message: unknown) => void): Disposable {
    this.#messages.add(listener)
    return { [Symbol.dispose]: () => this.#messages.delete(listener) }
  }

  onExit(listener: (exit: ProcessExit) => void): Disposable {
    this.#exits.add(listener)
    return { [Symbol.dispose]: () => this.#exits.delete(listener) }
  }

  kill(): void {
    this.killed += 1
  }

  /** Listeners that are still attached. */
  get listeners(): number {
    return this.#messages.size + this.#exits.size
  }

  say(message: unknown): void {
    for (const listener of [...this.#messages]) listener(message)
  }

  die(exit: Partial<ProcessExit>): void {
    for (const listener of [...this.#exits]) listener({ code: null, signal: null, reason: null, ...exit })
  }
}

/** Launches fake processes and keeps them in the order of their generations. */
export class FakeLauncher {
  readonly launched: FakeEngineProcess[] = []

  readonly launch: EngineLauncher<string> = (generation) => {
    const process = new FakeEngineProcess(1_000 + generation)
    this.launched.push(process)
    return process
  }

  /** The present generation's process. */
  get latest(): FakeEngineProcess {
    const process = this.launched.at(-1)
    if (process === undefined) throw new Error('Nothing was launched.')
    return process
  }
}
