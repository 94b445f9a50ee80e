import type { StreamPart } from '../language-model.ts'
import type {
  CountedRequest,
  FromLanguageModel,
  LanguageFacts,
  LanguageLoad,
  PostedError,
  PostedRequest,
  ToLanguageModel,
} from '../local/language-protocol.ts'
import { describeModelError } from '../local/model-error-text.ts'
import { createPartSender, type PartSender } from '../local/send-parts.ts'
import type { ModelPort } from '../local/serve-model.ts'
import { ModelError } from '../model-runner.ts'

/** A language model that was loaded, where it runs. */
export type LoadedLanguageModel = {
  facts: LanguageFacts
  /** @throws ModelError MODEL_REJECTED */
  count(request: CountedRequest): number
  /** @throws ModelError MODEL_REJECTED, CONTEXT_EXCEEDED; the signal's reason */
  generate(request: PostedRequest, options: GenerateOptions): Promise<void>
  /** How many conversations were written into the folder. */
  save(folder: string): Promise<number>
  /** Of all conversations; those of answers that are being written when these end. */
  forget(): Promise<void>
  close(): Promise<void>
}

export type GenerateOptions = {
  emit: (part: StreamPart) => void
  /** Says that work goes on. */
  onProgress: () => void
  signal: AbortSignal
}

export type LoadLanguageModel = (load: LanguageLoad, onProgress: () => void) => Promise<LoadedLanguageModel>

const heardEveryMs = 500

/** Does what the engine asks, several answers at once. */
export function serveLanguageModel(port: ModelPort<ToLanguageModel, FromLanguageModel>, load: LoadLanguageModel): void {
  const answers = new Map<number, { stopping: AbortController; sender: PartSender; isDone: boolean }>()
  let model: LoadedLanguageModel | null = null
  let heardAt = 0

  function onProgress(): void {
    if (performance.now() - heardAt < heardEveryMs) return
    heardAt = performance.now()
    port.post({ heard: true })
  }

  function loaded(): LoadedLanguageModel {
    if (model === null) throw new ModelError('MODEL_FAILED', 'the model is not loaded')
    return model
  }

  async function generate(id: number, request: PostedRequest): Promise<void> {
    const stopping = new AbortController()
    const sender = createPartSender((parts) => port.post({ id, parts }))
    const answer = { stopping, sender, isDone: false }
    answers.set(id, answer)
    await loaded().generate(request, { emit: (part) => sender.push(part), onProgress, signal: stopping.signal })
    answer.isDone = true
  }

  function stop(id: number): void {
    const answer = answers.get(id)
    const stopped = new Error('the answer was stopped')
    answer?.stopping.abort(stopped)
    // One that has been written already has nobody else to say so.
    if (answer?.isDone === true) fail(id, stopped)
  }

  function taken(id: number): void {
    const answer = answers.get(id)
    answer?.sender.taken()
    if (answer?.isDone === true && answer.sender.isEmpty()) answers.delete(id)
  }

  function fail(id: number, error: unknown): void {
    answers.delete(id)
    port.post({ id, error: toPosted(error) })
  }

  async function perform(message: Exclude<ToLanguageModel, { end: true }>): Promise<void> {
    const { id } = message
    if (message.do === 'stop') stop(id)
    else if (message.do === 'taken') taken(id)
    else if (message.do === 'count') port.post({ id, counted: loaded().count(message.request) })
    else if (message.do === 'save') port.post({ id, saved: await loaded().save(message.folder) })
    else if (message.do === 'forget') {
      await loaded().forget()
      port.post({ id, forgotten: true })
    } else if (message.do === 'generate') await generate(id, message.request)
    else {
      model = await load(message.load, onProgress)
      port.post({ id, loaded: model.facts })
    }
  }

  port.onMessage((message) => {
    if ('end' in message) {
      for (const { stopping } of answers.values()) stopping.abort(new Error('the model is closed'))
      void (model?.close() ?? Promise.resolve()).finally(() => port.end())
      return
    }
    perform(message).catch((error: unknown) => fail(message.id, error))
  })
}

function toPosted(error: unknown): PostedError {
  if (error instanceof ModelError) return { code: error.code, message: error.message, tokens: error.tokens }
  return { code: 'MODEL_FAILED', message: describeModelError(error), tokens: null }
}
