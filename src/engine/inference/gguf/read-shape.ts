import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ModelError } from '../model-runner.ts'
import { describeGguf, type LanguageShape } from './describe-gguf.ts'
import { readGgufHeader } from './read-header.ts'

const part = /-(\d{5})-of-(\d{5})\.gguf$/i

/**
 * The files of a model, whose parts lie side by side, the first part first. `path` may be any of them.
 *
 * @throws ModelError MODEL_FAILED when a part is missing; the system's error for a folder that can't be read
 */
export async function listParts(path: string): Promise<[string, ...string[]]> {
  const [ending, , count] = part.exec(path) ?? []
  if (ending === undefined) return [path]
  const stem = basename(path).slice(0, -ending.length)
  const there = new Set(await readdir(dirname(path)))
  const names = Array.from({ length: Number(count) }, (_, index) => nameOf(stem, index + 1, String(count)))
  const missing = names.find((name) => !there.has(name))
  if (missing !== undefined) throw new ModelError('MODEL_FAILED', `a part of the model is missing: ${missing}`)
  const [first = path, ...others] = names.map((name) => join(dirname(path), name))
  return [first, ...others]
}

const nameOf = (stem: string, index: number, count: string) =>
  `${stem}-${String(index).padStart(5, '0')}-of-${count}.gguf`

/** What the headers of a language model's files say, each of which is checked. @throws ModelError MODEL_FAILED */
export async function readShape(path: string): Promise<LanguageShape> {
  const [first, ...others] = await listParts(path)
  return describeGguf([await readGgufHeader(first), ...(await Promise.all(others.map(readGgufHeader)))])
}
