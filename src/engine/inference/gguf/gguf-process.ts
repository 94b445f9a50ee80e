import { serveInProcess } from '../local/process-port.ts'
import { loadGgufModel } from './gguf-model.ts'

// Entry of the process in which llama.cpp runs a GGUF model.

serveInProcess(loadGgufModel)
