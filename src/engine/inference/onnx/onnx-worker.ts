import { parentPort } from 'node:worker_threads'
import { serveModel } from '../local/serve-model.ts'
import { loadOnnxModel } from './onnx-model.ts'

// Entry of the thread in which an ONNX model runs.

const port = parentPort
if (port === null) throw new Error('this is the entry of a worker thread')

serveModel(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    end: () => port.close(),
  },
  loadOnnxModel,
)
