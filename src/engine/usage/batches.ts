import type { Failure } from '../../domain/failure.ts'
import type { AskedGeneration, GenerationPart } from './generation.ts'

/** A request that may be left to a provider, and what its answer will be put together with. */
export type RequestToLeave = {
  asked: AskedGeneration
  /** Of a waiting answer. */
  messageId: string
  /** Documents whose words are in it. */
  sources: readonly string[]
  /** JSON of whoever asks; it is erased with those documents, and with the question. */
  kept: string
}

/** How it stands with what was left to a provider. */
export type BatchLook =
  /** Nothing was, or it is no longer of use. */
  | { state: 'none' }
  /** To be looked at again after so many milliseconds. `failure`: why its provider could not be asked just now. */
  | { state: 'running'; pauseMs: number; failure: Failure | null }
  /** It is paid for. The parts are as `Generations.stream` gives them. */
  | { state: 'answered'; parts: readonly GenerationPart[]; kept: string }
  /** No answer will come, and nothing is set aside for it any more. */
  | { state: 'failed'; failure: Failure }

/**
 * Answers that can wait, written at the price that providers have for such work, where a person has asked for that. What
 * is set aside for one stays so until it has ended, over restarts; nothing is given away twice.
 */
export type Batches = {
  /**
   * Leaves a request to the provider of the model that would be asked for it. Milliseconds until it is worth a look; null
   * when it has to be asked at once: the model has no batches, its provider is not to use them, or nothing may leave.
   *
   * @throws Failure as `Generations.stream` does; the signal's reason
   */
  leave(request: RequestToLeave): Promise<number | null>
  /** @throws the signal's reason */
  look(messageId: string, signal: AbortSignal): Promise<BatchLook>
  /**
   * Calls off what no answer waits for any more, pays for what it came to and erases it where it was. Milliseconds until
   * there is more to do; null for never.
   *
   * @throws the signal's reason
   */
  sweep(signal: AbortSignal): Promise<number | null>
}
