import type { EngineCommand, EngineReport } from '../hosts/engine-control.ts'
import type { PowerSource } from '../hosts/power-source.ts'

type PowerValue = Extract<EngineCommand, { type: 'power-value' }>

/** Asks the main process, which the system tells of it, what the machine runs on. */
export class PowerClient {
  readonly #control: { post(report: EngineReport): void }
  readonly #pending = new Map<number, PromiseWithResolvers<PowerSource>>()
  #requests = 0

  constructor(control: { post(report: EngineReport): void }) {
    this.#control = control
  }

  read(): Promise<PowerSource> {
    this.#requests += 1
    const pending = Promise.withResolvers<PowerSource>()
    this.#pending.set(this.#requests, pending)
    this.#control.post({ type: 'power-get', request: this.#requests })
    return pending.promise
  }

  settle({ request, source }: PowerValue): void {
    const pending = this.#pending.get(request)
    this.#pending.delete(request)
    pending?.resolve(source)
  }
}
