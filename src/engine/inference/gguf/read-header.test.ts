import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeGguf } from '../../../../test/support/models/gguf-file.ts'
import { makeGgufEncoder } from '../../../../test/support/models/gguf-models.ts'
import { storiesFile } from '../../../../test/support/models/stories.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { seededRandom } from '../../../domain/seeded-random.ts'
import { ModelError } from '../model-runner.ts'
import { readShape } from './read-shape.ts'

const original = readFileSync(storiesFile)

/** A file with these bytes. */
function write(bytes: Uint8Array, name = 'model.gguf'): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, bytes)
  return path
}

function changed(change: (bytes: Buffer) => void): string {
  const bytes = Buffer.from(original)
  change(bytes)
  return write(bytes)
}

describe('MOD-2.import: the header of a GGUF file', () => {
  it('says what a language model takes', async () => {
    expect(await readShape(storiesFile)).toEqual({
      architecture: 'llama',
      contextTokens: 512,
      layers: 5,
      parameters: 292_800,
      vocabulary: 512,
      // Four of its eight heads' size 8, twice, five layers, two bytes.
      tokenBytes: 640,
      weightBytes: original.length,
      hasChatTemplate: false,
    })
  })

  it.each([
    ['no GGUF', () => changed((bytes) => bytes.write('ELF', 0)), 'the file is no GGUF file'],
    ['an empty file', () => write(new Uint8Array()), 'the file is no GGUF file'],
    ['a version to come', () => changed((bytes) => bytes.writeUInt32LE(9, 4)), /version 9/],
    // A runtime that believed it would ask for all memory there is.
    ['a gigantic number of tensors', () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 60n, 8)), /can not be/],
    ['many values', () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 40n, 16)), /header is too long/],
    ['a gigantic name', () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 50n, 24)), /too long/],
    ['a text that ends nowhere', () => changed((bytes) => bytes.writeBigUInt64LE(2n ** 20n, 24)), /too long/],
    ['half of a file', () => write(original.subarray(0, original.length / 2)), /not whole: \d+ bytes/],
    ['a header alone', () => write(original.subarray(0, 3_000)), /ends before/],
  ])('%s is refused', async (_name, make, message) => {
    const error: unknown = await readShape(make()).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code: 'MODEL_FAILED', message: expect.stringMatching(message) })
  })

  it('models that write no text, and files that are no whole model, are refused by what they are', async () => {
    const folder = temporaryFolder()
    makeGgufEncoder(folder)
    await expect(readShape(join(folder, 'model.gguf'))).rejects.toThrow('a model of the kind "bert" writes no text')
    const adapter = encodeGguf(
      { 'general.architecture': { string: 'llama' }, 'general.type': { string: 'adapter' } },
      [],
    )
    await expect(readShape(write(adapter))).rejects.toThrow('the file is a adapter, no whole model')
    await expect(readShape(write(encodeGguf({}, [])))).rejects.toThrow('names no architecture')
  })

  it('of a model in parts all have to be there', async () => {
    const folder = temporaryFolder()
    const first = join(folder, 'big-00001-of-00002.gguf')
    copyFileSync(storiesFile, first)
    await expect(readShape(first)).rejects.toThrow('a part of the model is missing: big-00002-of-00002.gguf')
    copyFileSync(storiesFile, join(folder, 'big-00002-of-00002.gguf'))
    expect(await readShape(first)).toMatchObject({ weightBytes: original.length * 2 })
    truncateSync(join(folder, 'big-00002-of-00002.gguf'), 100_000)
    await expect(readShape(first)).rejects.toThrow('not whole')
  })

  it('whatever bytes are changed, it is read or refused, and never more than the file is kept', async () => {
    const random = seededRandom(5)
    const before = process.memoryUsage().rss
    for (let round = 0; round < 60; round++) {
      const path = changed((bytes) => {
        for (let count = 0; count < 4; count++) bytes[4 + Math.floor(random() * 12_000)] = Math.floor(random() * 256)
      })
      await readShape(path).catch((error: unknown) => expect(error).toBeInstanceOf(ModelError))
    }
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300)
  })
})
