import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../../test/support/models/model-hub.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { hashModel, lockFile, lockName, writeLock } from './model-lock.ts'

const content = Buffer.from('weights')
let folder: string

beforeEach(() => {
  folder = temporaryFolder()
  writeFileSync(join(folder, 'model.onnx'), content)
})

const lock = async () => writeLock(folder, [await lockFile(folder, 'model.onnx')])
const hash = () => hashModel(folder, ['model.onnx'])

describe('MOD-4.embed-local: what a model was when it came', () => {
  it('without a lock, or with one that fits, a file is what it is', async () => {
    expect(await hash()).toEqual([sha256(content)])
    await lock()
    expect(await hash()).toEqual([sha256(content)])
  })

  it('a file that was changed is refused, even at the same size', async () => {
    await lock()
    writeFileSync(join(folder, 'model.onnx'), 'Weights')
    utimesSync(join(folder, 'model.onnx'), 1, 1)
    await expect(hash()).rejects.toMatchObject({
      code: 'MODEL_FAILED',
      message: 'model.onnx is not the file that was installed: it was changed or is damaged',
    })
  })

  it('a file that was copied and is the same is taken, whatever its time', async () => {
    // Catches a backup that was put back and no longer runs.
    await lock()
    utimesSync(join(folder, 'model.onnx'), 1, 1)
    expect(await hash()).toEqual([sha256(content)])
  })

  it('a missing file and a damaged lock are said as such', async () => {
    await expect(hashModel(folder, ['other.onnx'])).rejects.toThrow("other.onnx can't be read")
    writeFileSync(join(folder, lockName), '{"version": 1')
    await expect(hash()).rejects.toThrow('model-lock.json is damaged')
  })
})
