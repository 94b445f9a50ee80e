import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainSize, readSealedFile, SealedFileError, writeSealedFile } from './sealed-file.ts'

const chunk = 65_536
const key = randomBytes(32)
let folder: string
let count = 0

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diwan-sealed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function* inPieces(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function seal(bytes: Buffer, pieceSize = 1_000): Promise<string> {
  const path = join(folder, String(count++))
  await writeSealedFile({ path, key, source: inPieces(bytes, pieceSize) })
  return path
}

async function unseal(path: string, withKey: Uint8Array = key): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(readSealedFile(path, withKey)))
}

describe('sealed files', () => {
  it.each([0, 1, 999, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 17])('give back %i bytes', async (size) => {
    const bytes = randomBytes(size)
    for (const pieceSize of [7_001, chunk, 10 * chunk]) {
      const path = await seal(bytes, pieceSize)
      expect((await unseal(path)).equals(bytes)).toBe(true)
      expect(plainSize(readFileSync(path).length)).toBe(size)
    }
  })

  it('hold nothing of the content in clear, and never the same bytes twice', async () => {
    const bytes = Buffer.alloc(3 * chunk, 'the quick brown fox ')
    const [first, second] = [readFileSync(await seal(bytes)), readFileSync(await seal(bytes))]
    expect(first.includes('brown fox')).toBe(false)
    expect(first.subarray(24, 24 + chunk).equals(second.subarray(24, 24 + chunk))).toBe(false)
    expect(first.subarray(24, 24 + chunk).equals(first.subarray(24 + chunk + 16, 24 + 2 * chunk + 16))).toBe(false)
  })

  it('do not open when cut, changed, reordered, extended, mixed, or with another key', async () => {
    const bytes = randomBytes(3 * chunk + 17)
    const sealed = readFileSync(await seal(bytes))
    const other = readFileSync(await seal(bytes))
    const block = chunk + 16
    const flipped = (at: number) => {
      const copy = Buffer.from(sealed)
      copy[at] = (copy[at] ?? 0) ^ 1
      return copy
    }
    const part = (index: number, from = sealed) => from.subarray(24 + index * block, 24 + (index + 1) * block)
    const damaged = {
      empty: Buffer.alloc(0),
      'header only': sealed.subarray(0, 24),
      'half a header': sealed.subarray(0, 11),
      'one byte short': sealed.subarray(0, -1),
      'without the last chunk': sealed.subarray(0, 24 + 3 * block),
      'magic changed': flipped(0),
      'salt changed': flipped(10),
      'first chunk changed': flipped(30),
      'last tag changed': flipped(sealed.length - 1),
      'two chunks swapped': Buffer.concat([sealed.subarray(0, 24), part(1), part(0), part(2), part(3)]),
      'a chunk left out': Buffer.concat([sealed.subarray(0, 24), part(0), part(2), part(3)]),
      'a chunk of another file': Buffer.concat([sealed.subarray(0, 24), part(0, other), part(1), part(2), part(3)]),
      'bytes added': Buffer.concat([sealed, randomBytes(40)]),
    }
    for (const [name, content] of Object.entries(damaged)) {
      const path = join(folder, name)
      writeFileSync(path, content)
      await expect(unseal(path), name).rejects.toBeInstanceOf(SealedFileError)
    }
    await expect(unseal(await seal(bytes), randomBytes(32))).rejects.toBeInstanceOf(SealedFileError)
  })

  it('never write over a file that is there', async () => {
    const path = await seal(Buffer.from('first'))
    await expect(writeSealedFile({ path, key, source: inPieces(Buffer.from('second'), 3) })).rejects.toThrow('EEXIST')
    expect((await unseal(path)).toString()).toBe('first')
  })
})
