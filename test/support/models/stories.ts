import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A real language model of 260,000 weights, 512 tokens of context and no chat template. */
export const storiesFolder = join(import.meta.dirname, '../../../../shared/data/models/stories260K')
export const storiesFile = join(storiesFolder, 'stories260K-f32.gguf')

export function copyStories(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'stories.gguf')
  copyFileSync(storiesFile, path)
  return path
}

/** The same weights with a longer context, in which it writes without much sense, but as well as any other. */
export function makeLongStories(folder: string, contextTokens: number): void {
  const bytes = readFileSync(storiesFile)
  const key = 'llama.context_length'
  // Behind a key stand the number of its type and the value, of four bytes each.
  bytes.writeUInt32LE(contextTokens, bytes.indexOf(key) + key.length + 4)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'stories.gguf'), bytes)
}
