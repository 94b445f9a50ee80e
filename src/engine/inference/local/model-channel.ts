import type { FromModel, ToModel } from './model-protocol.ts'

/** A process in which a model runs, as the engine holds it. */
export type ModelChannel<To = ToModel, From = FromModel> = {
  post(message: To): void
  onMessage(listener: (message: From) => void): void
  /** Once, when it has ended; `reason` is null when it was asked to. */
  onExit(listener: (reason: string | null) => void): void
  /** While it is held, it keeps the engine's process from ending; a model without work does not. */
  hold(isBusy: boolean): void
  /** Lets it free its model and end; after a bound it is ended from outside. Resolves when it is gone. */
  end(): Promise<void>
  /** Ends it now. */
  kill(): void
}

/** How long a model that was told to end may take to free its memory. */
export const endWithinMs = 5_000
