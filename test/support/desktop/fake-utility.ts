import type { UtilityHandle, UtilityOptions } from '../../../src/main/electron-api.ts'

/** A utility process without a process: ready when it is told to start, gone when it is told to stop. */
export class FakeUtility<Port> implements UtilityHandle<Port> {
  readonly messages: unknown[] = []
  readonly ports: Port[] = []
  readonly options: UtilityOptions
  #message: (message: unknown) => void = () => undefined
  #exit: (exit: { code: number; reason: string | null }) => void = () => undefined

  constructor(options: UtilityOptions) {
    this.options = options
  }

  pid() {
    return 4_711
  }

  postMessage(message: unknown, ports: Port[]) {
    this.messages.push(message)
    this.ports.push(...ports)
    const { type, generation } = message as { type: string; generation?: number }
    if (type === 'start') queueMicrotask(() => this.#message({ type: 'ready', generation }))
    if (type === 'stop') queueMicrotask(() => this.die(0, null))
  }

  onMessage(listener: (message: unknown) => void) {
    this.#message = listener
    return { [Symbol.dispose]: () => undefined }
  }

  onExit(listener: (exit: { code: number; reason: string | null }) => void) {
    this.#exit = listener
    return { [Symbol.dispose]: () => undefined }
  }

  kill() {
    this.die(9, 'killed')
  }

  die(code: number, reason: string | null) {
    this.#exit({ code, reason })
  }
}
