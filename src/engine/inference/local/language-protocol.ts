import type { Settings } from '../../../contract/settings.ts'
import type { GenerationRequest, StreamPart } from '../language-model.ts'
import type { ModelErrorCode } from '../model-runner.ts'

/** What a person set for models on this machine; null leaves it to what the machine has. */
export type LanguageSettings = Pick<Settings['local'], 'gpuLayers' | 'threads' | 'contextTokens'>

export type LanguageLoad = {
  folder: string
  /** The file with the weights, below the folder; of a model in parts the first. */
  file: string
  settings: LanguageSettings
  /** A folder with states of conversations that an earlier process left of the same model with the same settings. */
  states: string | null
}

/** What a language model turned out to be once it was loaded, and how it runs. */
export type LanguageFacts = {
  /** Tokens of one conversation, question and answer together. */
  contextTokens: number
  /** It thinks before it answers, and marks its thoughts. */
  reasons: boolean
  /** Conversations that are worked on at once; others wait. */
  sequences: number
  threads: number
  gpuLayers: number
}

export type CountedRequest = Pick<GenerationRequest, 'messages' | 'tools' | 'structured'>
export type PostedRequest = Omit<GenerationRequest, 'signal' | 'cacheUpTo'>

export type ToLanguageModel =
  | { do: 'load'; id: number; load: LanguageLoad }
  /** Writes what is known of conversations into a folder. */
  | { do: 'save'; id: number; folder: string }
  /** Clears what is known of conversations; of those that are being answered when the answer has ended. */
  | { do: 'forget'; id: number }
  | { do: 'count'; id: number; request: CountedRequest }
  | { do: 'generate'; id: number; request: PostedRequest }
  /** The caller has given up: the evaluation ends after the batch that is running. */
  | { do: 'stop'; id: number }
  /** The parts that were sent last have been taken: more may come. */
  | { do: 'taken'; id: number }
  | { end: true }

export type PostedError = {
  code: ModelErrorCode
  message: string
  tokens: { given: number; maximum: number } | null
}

/** `heard` says that work goes on where there is nothing to show yet: weights are read, or a long question. */
export type FromLanguageModel =
  | { heard: true }
  | { id: number; loaded: LanguageFacts }
  | { id: number; saved: number }
  | { id: number; forgotten: true }
  | { id: number; counted: number }
  | { id: number; parts: StreamPart[] }
  /** The last message of a call that was stopped or could not be done. */
  | { id: number; error: PostedError }
