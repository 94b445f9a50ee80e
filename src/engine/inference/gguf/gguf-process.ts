import { serveModel } from '../local/serve-model.ts'
import { loadGgufModel } from './gguf-model.ts'

// Entry of the process in which llama.cpp runs a GGUF model. It lives no longer than the engine that started it.

process.once('disconnect', () => process.exit(0))

serveModel(
  {
    post: (message) => void process.send?.(message),
    onMessage: (listener) =>
      void process.on('message', (message) => listener(message as Parameters<typeof listener>[0])),
    end: () => process.exit(0),
  },
  loadGgufModel,
)
