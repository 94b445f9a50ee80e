import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from '../model-runner.ts'
import type { LocalRuntime } from '../model-source.ts'

/** Where exporters put a model's weights, the ones that a CPU runs fastest first. */
const usualFiles = ['model_quantized', 'model_int8', 'model_uint8', 'model_fp16', 'model'].flatMap((name) => [
  `onnx/${name}.onnx`,
  `${name}.onnx`,
])

/** What ONNX needs beside its weights. */
const neededBeside = ['config.json', 'tokenizer.json', 'tokenizer_config.json']

/**
 * The files of a model's folder that decide what it computes: the weights first, by paths with `/` below the folder.
 *
 * @throws ModelError with the reason, when the folder is no model
 */
export async function findWeights(folder: string, runtime: LocalRuntime): Promise<[string, ...string[]]> {
  const files = await listFiles(folder)
  if (runtime === 'gguf') return findGguf(files)
  const missing = neededBeside.find((name) => !files.includes(name))
  if (missing !== undefined) throw new ModelError('MODEL_FAILED', `${missing} is missing`)
  const known = usualFiles.find((name) => files.includes(name))
  const found = known ?? files.filter((name) => name.endsWith('.onnx')).sort()[0]
  if (found === undefined) throw new ModelError('MODEL_FAILED', 'there is no .onnx file')
  // Weights of over 2 GB lie in files beside the graph.
  const beside = files.filter((name) => name.startsWith(`${found}_data`) || name === `${found}.data`).sort()
  return [found, ...beside, 'tokenizer.json']
}

/** The first part of a model in parts; the runtime finds the others by their names. */
function findGguf(files: readonly string[]): [string, ...string[]] {
  const [first, ...others] = files.filter((name) => /\.gguf$/i.test(name)).sort()
  if (first === undefined) throw new ModelError('MODEL_FAILED', 'there is no .gguf file')
  if (others.length > 0 && !/-00001-of-\d{5}\.gguf$/i.test(first)) {
    throw new ModelError('MODEL_FAILED', 'there is more than one model')
  }
  return [first, ...others]
}

/** Its files and those of its folders. No model goes deeper, and what a person chose may be a whole disk. */
async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const below = entries.map(async (entry) => {
      if (!entry.isDirectory()) return [entry.name]
      return (await readdir(join(folder, entry.name))).map((name) => `${entry.name}/${name}`)
    })
    return (await Promise.all(below)).flat()
  } catch (error) {
    throw new ModelError('MODEL_FAILED', "the model's folder can't be read", { cause: error })
  }
}

export const pathOf = (folder: string, file: string): string => join(folder, ...file.split('/'))
