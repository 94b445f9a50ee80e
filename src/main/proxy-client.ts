import type { EngineCommand, EngineReport } from '../hosts/engine-control.ts'

type ProxyValue = Extract<EngineCommand, { type: 'proxy-value' }>

/** Asks the main process, which the system tells of it, for the proxy of an address. */
export class ProxyClient {
  readonly #control: { post(report: EngineReport): void }
  readonly #pending = new Map<number, PromiseWithResolvers<string>>()
  #requests = 0

  constructor(control: { post(report: EngineReport): void }) {
    this.#control = control
  }

  /** Rejects when the system does not say. */
  find(url: string): Promise<string> {
    this.#requests += 1
    const pending = Promise.withResolvers<string>()
    this.#pending.set(this.#requests, pending)
    this.#control.post({ type: 'proxy-get', request: this.#requests, url })
    return pending.promise
  }

  settle({ request, list }: ProxyValue): void {
    const pending = this.#pending.get(request)
    this.#pending.delete(request)
    if (list === null) pending?.reject(new Error('the system does not say which proxy to take'))
    else pending?.resolve(list)
  }
}
