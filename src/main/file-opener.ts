import type { EngineCommand, EngineReport } from '../hosts/engine-control.ts'
import type { OpenOutcome } from '../hosts/open-externally.ts'

type OpenAnswer = Extract<EngineCommand, { type: 'open-answer' }>

/** Asks the main process, which alone may, to open files. */
export class FileOpener {
  readonly #control: { post(report: EngineReport): void }
  readonly #pending = new Map<number, PromiseWithResolvers<OpenOutcome>>()
  #requests = 0

  constructor(control: { post(report: EngineReport): void }) {
    this.#control = control
  }

  /** Throws `ENOENT`, as the file system would, when the file is not there any more. */
  open(path: string): Promise<OpenOutcome> {
    this.#requests += 1
    const pending = Promise.withResolvers<OpenOutcome>()
    this.#pending.set(this.#requests, pending)
    this.#control.post({ type: 'open-file', request: this.#requests, path })
    return pending.promise
  }

  settle({ request, outcome }: OpenAnswer): void {
    const pending = this.#pending.get(request)
    this.#pending.delete(request)
    if (outcome !== 'missing') pending?.resolve(outcome)
    else pending?.reject(Object.assign(new Error('The file is not there.'), { code: 'ENOENT', syscall: 'open' }))
  }
}
