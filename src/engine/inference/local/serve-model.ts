import type { LoadRequest } from '../model-source.ts'
import { describeModelError } from './model-error-text.ts'
import type { FromModel, LoadedModel, ModelResults, ModelTask, ToModel } from './model-protocol.ts'

export type LoadModel = (request: LoadRequest) => Promise<LoadedModel>

/** The model's end of the line to the engine. */
export type ModelPort<To = ToModel, From = FromModel> = {
  post(message: From): void
  onMessage(listener: (message: To) => void): void
  /** Nothing more is asked: the process ends itself. */
  end(): void
}

/**
 * Does what the engine asks, one thing after another: a runtime that is asked for two at once only takes both more slowly,
 * and more memory.
 */
export function serveModel(port: ModelPort, load: LoadModel): void {
  let model: LoadedModel | null = null
  let work = Promise.resolve()

  async function perform(task: ModelTask): Promise<ModelResults[keyof ModelResults]> {
    if (task.do === 'load') {
      model = await load(task.request)
      return model.facts
    }
    if (task.do === 'embed' && model?.embed) return model.embed(task.texts, task.purpose)
    if (task.do === 'embed-tokens' && model?.embedTokens) return model.embedTokens(task.text)
    if (task.do === 'score' && model?.score) return model.score(task.question, task.passages)
    if (task.do === 'judge' && model?.judge) return model.judge(task.pairs)
    throw new Error(`this model does not ${task.do}`)
  }

  async function answer(message: ToModel): Promise<void> {
    if ('end' in message) {
      await model?.close()
      port.end()
      return
    }
    try {
      port.post({ id: message.id, result: await perform(message.task) })
    } catch (error) {
      port.post({ id: message.id, error: describeModelError(error) })
    }
  }

  port.onMessage((message) => {
    work = work.then(() => answer(message))
  })
}
