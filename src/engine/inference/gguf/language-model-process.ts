import type { FromLanguageModel, ToLanguageModel } from '../local/language-protocol.ts'
import { openPort } from '../local/process-port.ts'
import { loadLanguageModel } from './load-language-model.ts'
import { serveLanguageModel } from './serve-language-model.ts'

// Entry of the process in which llama.cpp runs a language model.

serveLanguageModel(openPort<ToLanguageModel, FromLanguageModel>(), loadLanguageModel)
