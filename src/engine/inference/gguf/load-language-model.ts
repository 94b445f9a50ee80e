import { type ChatWrapper, GeneralChatWrapper, type Llama, type LlamaModel, resolveChatWrapper } from 'node-llama-cpp'
import { pathOf } from '../files/find-weights.ts'
import type { LanguageLoad } from '../local/language-protocol.ts'
import { chooseResources, type Machine } from './choose-resources.ts'
import type { LanguageShape } from './describe-gguf.ts'
import { generateAnswer, reasons } from './generate-answer.ts'
import { openLlama, usableCores } from './open-llama.ts'
import { prepareRequest } from './prepare-request.ts'
import { readShape } from './read-shape.ts'
import { createSequencePool } from './sequence-pool.ts'
import type { LoadedLanguageModel } from './serve-language-model.ts'

/**
 * Loads a language model, after its header has been checked and memory was found to be enough.
 *
 * @throws ModelError MODEL_FAILED, what llama.cpp says of a file that it can't read
 */
export async function loadLanguageModel(load: LanguageLoad, onProgress: () => void): Promise<LoadedLanguageModel> {
  const path = pathOf(load.folder, load.file)
  const shape = await readShape(path)
  const llama = await openLlama(load.settings.threads)
  const resources = chooseResources(shape, await look(llama), load.settings)
  const model = await llama.loadModel({
    modelPath: path,
    gpuLayers: resources.gpuLayers,
    // Memory was looked at with the whole of the plan in view.
    ignoreMemorySafetyChecks: true,
    onLoadProgress: onProgress,
  })
  const { threads, sequences, contextTokens, batchTokens, gpuLayers } = resources
  const context = await model.createContext({
    sequences,
    contextSize: contextTokens,
    batchSize: Math.max(batchTokens, sequences),
    threads,
    ignoreMemorySafetyChecks: true,
  })
  const wrapper = layoutOf(model, shape)
  const runtime = { context, wrapper, pool: createSequencePool(context), batchTokens }
  if (load.states !== null) await runtime.pool.restore(load.states)
  return {
    facts: { contextTokens: context.contextSize, reasons: reasons(wrapper), sequences, threads, gpuLayers },
    count: (request) => prepareRequest(request, runtime).tokens.length,
    generate: (request, options) => generateAnswer(runtime, request, options),
    save: (folder) => runtime.pool.save(folder, shape.tokenBytes),
    forget: () => runtime.pool.forget(),
    close: () => llama.dispose(),
  }
}

async function look(llama: Llama): Promise<Machine> {
  const { free } = await llama.getRamState()
  const { free: videoBytes } = llama.gpu === false ? { free: 0 } : await llama.getVramState()
  return { cores: usableCores(llama), freeBytes: free, videoBytes }
}

/**
 * How a conversation is written for the model: as its file says. A file that says nothing gets the plainest layout there
 * is, with a name before each turn, because a layout of marks that a model has never seen only takes its context:
 *
 *     INSTRUCTIONS
 *
 *     ### Human
 *     QUESTION
 *
 *     ### Assistant
 *     ANSWER
 */
function layoutOf(model: LlamaModel, { hasChatTemplate }: LanguageShape): ChatWrapper {
  return hasChatTemplate ? resolveChatWrapper(model) : new GeneralChatWrapper()
}
