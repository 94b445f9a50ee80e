import { enginePort, pageReady } from '../hosts/page-channels.ts'
import type { EngineSupervisor } from '../hosts/supervisor.ts'
import type { DesktopWindow, ElectronApi, PageMessage } from './electron-api.ts'
import { isPageUrl } from './page-address.ts'

/**
 * Gives every page that said hello one end of a channel to the present engine, and a new one after every restart. A page
 * that says hello while no engine is ready gets its port as soon as one is.
 */
export class PagePorts<Port> implements Disposable {
  readonly #api: ElectronApi<Port>
  readonly #supervisor: EngineSupervisor<Port>
  readonly #windows = new Map<number, DesktopWindow<Port>>()
  /** Windows whose page has said hello. */
  readonly #greeted = new Set<number>()
  readonly #disposables = new DisposableStack()

  constructor(api: ElectronApi<Port>, supervisor: EngineSupervisor<Port>) {
    this.#api = api
    this.#supervisor = supervisor
    this.#disposables.use(api.onPageMessage(pageReady, (message) => this.#greet(message)))
    this.#disposables.use(
      supervisor.onChange(({ state }) => {
        if (state === 'ready') for (const id of this.#greeted) this.#handOver(id)
      }),
    )
  }

  add(window: DesktopWindow<Port>): void {
    const id = window.id
    this.#windows.set(id, window)
    const closed = this.#disposables.use(
      window.onClosed(() => {
        this.#windows.delete(id)
        this.#greeted.delete(id)
        closed[Symbol.dispose]()
      }),
    )
  }

  [Symbol.dispose](): void {
    this.#disposables.dispose()
  }

  #greet(message: PageMessage): void {
    const id = admit(message)
    if (id === null || !this.#windows.has(id)) return
    this.#greeted.add(id)
    this.#handOver(id)
  }

  #handOver(id: number): void {
    const window = this.#windows.get(id)
    if (window === undefined || window.isDestroyed() || this.#supervisor.status.state !== 'ready') return
    const { port1, port2 } = this.#api.createChannel()
    const connection = this.#supervisor.connect(port1)
    if (connection.connected) window.postMessage(enginePort, port2)
  }
}

/**
 * The two gates: is the sender our page, in the main frame of one of our windows, and is the payload what this message
 * carries, which is nothing. The window's id when both are passed, otherwise null.
 */
function admit({ windowId, frameUrl, isMainFrame, payload }: PageMessage): number | null {
  const ours = frameUrl !== null && isMainFrame && isPageUrl(frameUrl)
  return ours && (payload === null || payload === undefined) ? windowId : null
}
