import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { openFrames, SealedFramesError, sealFrames } from './sealed-frames.ts'

const frame = 1_048_576
const key = randomBytes(32)

async function seal(bytes: Buffer, pieceSize: number): Promise<{ path: string; salt: string }> {
  const path = join(temporaryFolder(), 'sealed')
  await using file = await open(path, 'wx')
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize)
  }
  return { path, salt: await sealFrames(file, key, pieces()) }
}

async function unseal(path: string, options: { key?: Buffer; salt?: string } = {}): Promise<Buffer> {
  await using file = await open(path, 'r')
  const frames = openFrames(file, options.key ?? key, options.salt ?? null)
  return Buffer.concat(await Array.fromAsync(frames, (frame) => Buffer.from(frame)))
}

it.each([0, 1, frame - 1, frame, frame + 1, 2 * frame, 2 * frame + 17])('give back %i bytes', async (size) => {
  const bytes = randomBytes(size)
  const { path, salt } = await seal(bytes, 700_001)
  expect((await unseal(path, { salt })).equals(bytes)).toBe(true)
})

it('do not open when any one bit of them is another, wherever it is', async () => {
  const { path } = await seal(randomBytes(300), 300)
  const sealed = readFileSync(path)
  const opened: number[] = []
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] as number) ^ (1 << (at % 8))
    writeFileSync(path, changed)
    await unseal(path).then(
      () => opened.push(at),
      (error: unknown) => expect(error).toBeInstanceOf(SealedFramesError),
    )
  }
  expect(opened).toEqual([])
})

it('do not open when cut, lengthened, zeroed, reordered or mixed, with another key or in the place of another file', async () => {
  const bytes = randomBytes(2 * frame + 500)
  const { path, salt } = await seal(bytes, frame)
  const sealed = readFileSync(path)
  const other = readFileSync((await seal(bytes, frame)).path)
  const sealedFrame = frame + 16
  const part = (number: number, from = sealed) =>
    from.subarray(24 + number * sealedFrame, 24 + (number + 1) * sealedFrame)
  const head = sealed.subarray(0, 24)
  const damaged = {
    empty: Buffer.alloc(0),
    'head only': head,
    'cut in a frame': sealed.subarray(0, -1),
    'cut after a frame': sealed.subarray(0, 24 + sealedFrame),
    longer: Buffer.concat([sealed, Buffer.alloc(1)]),
    'zeroed block': Buffer.from(sealed).fill(0, 4_096, 8_192),
    'frames swapped': Buffer.concat([head, part(1), part(0), part(2)]),
    'frame left out': Buffer.concat([head, part(0), part(2)]),
    'frame of another file': Buffer.concat([head, part(0, other), part(1), part(2)]),
  }
  for (const [name, content] of Object.entries(damaged)) {
    writeFileSync(path, content)
    await expect(unseal(path), name).rejects.toBeInstanceOf(SealedFramesError)
  }
  writeFileSync(path, sealed)
  await expect(unseal(path, { key: randomBytes(32) })).rejects.toBeInstanceOf(SealedFramesError)
  await expect(unseal(path, { salt: salt.replace(/^./, 'x') })).rejects.toBeInstanceOf(SealedFramesError)
  expect((await unseal(path, { salt })).equals(bytes)).toBe(true)
})
