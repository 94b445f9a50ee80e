import { serveInProcess } from '../local/process-port.ts'
import { loadOnnxModel } from './onnx-model.ts'

// Entry of the process in which onnxruntime runs an ONNX model.

serveInProcess(loadOnnxModel)
