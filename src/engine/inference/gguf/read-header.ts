import { open } from 'node:fs/promises'
import { ModelError } from '../model-runner.ts'
import { type ByteReader, createByteReader } from './byte-reader.ts'
import { tensorTypes } from './tensor-types.ts'

/** A value of the header: what is longer than a name or a short list is passed over. */
export type GgufValue = number | boolean | string | readonly number[]

export type GgufHeader = {
  values: ReadonlyMap<string, GgufValue>
  /** Lengths of all lists, also of those that were passed over. */
  lengths: ReadonlyMap<string, number>
  /** Names of the tensors with how many numbers each has. */
  tensors: ReadonlyMap<string, number>
  /** Of the file. */
  bytes: number
}

/** More than any model has, and little enough to be read in a moment. */
const most = {
  ...{ values: 100_000, tensors: 200_000, nameBytes: 65_535, textBytes: 16_777_216, texts: 4_000_000 },
  /** What is kept of the header, not what it may have. */
  ...{ listed: 4_096, keptText: 256 },
}
const magic = 'GGUF'
const usualAlignment = 32

/**
 * Reads what stands before a GGUF file's tensors, and checks that every tensor lies within the file. Nothing is believed:
 * a length that the file makes up costs no memory, and the runtime is given the file only after this.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 *
 * @throws ModelError MODEL_FAILED with what is wrong; the system's error when the file can't be opened
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  await using handle = await open(path, 'r')
  const { size } = await handle.stat()
  const reader = createByteReader(handle, size)
  if (size < 24 || (await reader.bytes(4)).toString('latin1') !== magic) refuse('the file is no GGUF file')
  const version = await reader.uint32()
  if (version !== 2 && version !== 3) refuse(`GGUF of version ${version} can't be read; versions 2 and 3 can`)
  const tensorCount = await reader.uint64()
  const valueCount = await reader.uint64()
  if (tensorCount > most.tensors || valueCount > most.values) refuse('the file is damaged: its header is too long')
  const { values, lengths } = await readValues(reader, valueCount)
  return { values, lengths, tensors: await readTensors(reader, { count: tensorCount, values, size }), bytes: size }
}

async function readValues(reader: ByteReader, count: number) {
  const values = new Map<string, GgufValue>()
  const lengths = new Map<string, number>()
  for (let index = 0; index < count; index++) {
    const key = await readName(reader)
    const type = await reader.uint32()
    if (type === types.list) {
      const { length, kept } = await readList(reader)
      lengths.set(key, length)
      if (kept !== null) values.set(key, kept)
    } else if (type === types.text) {
      const { length, text } = await readText(reader)
      lengths.set(key, length)
      if (text !== null) values.set(key, text)
    } else values.set(key, await readScalar(reader, type))
  }
  return { values, lengths }
}

const types = { text: 8, list: 9 } as const
/** By GGUF's number of the type: bytes, and how they are read. */
const scalars: Readonly<Record<number, readonly [bytes: number, read: (bytes: Buffer) => number | boolean]>> = {
  0: [1, (bytes) => bytes.readUInt8()],
  1: [1, (bytes) => bytes.readInt8()],
  2: [2, (bytes) => bytes.readUInt16LE()],
  3: [2, (bytes) => bytes.readInt16LE()],
  4: [4, (bytes) => bytes.readUInt32LE()],
  5: [4, (bytes) => bytes.readInt32LE()],
  6: [4, (bytes) => bytes.readFloatLE()],
  7: [1, (bytes) => bytes.readUInt8() !== 0],
  10: [8, (bytes) => Number(bytes.readBigUInt64LE())],
  11: [8, (bytes) => Number(bytes.readBigInt64LE())],
  12: [8, (bytes) => bytes.readDoubleLE()],
}

async function readScalar(reader: ByteReader, type: number): Promise<number | boolean> {
  const [bytes, read] = scalarOf(type)
  return read(await reader.bytes(bytes))
}

function scalarOf(type: number) {
  return scalars[type] ?? refuse(`the file is damaged: there is no type ${type} of values`)
}

async function readName(reader: ByteReader): Promise<string> {
  const length = await reader.uint64()
  if (length > most.nameBytes) refuse('the file is damaged: a name in its header is too long')
  return (await reader.bytes(length)).toString('utf8')
}

/** Long texts (chat layouts, licences) are passed over. */
async function readText(reader: ByteReader): Promise<{ length: number; text: string | null }> {
  const length = await reader.uint64()
  if (length > most.textBytes) refuse('the file is damaged: a text in its header is too long')
  if (length <= most.keptText) return { length, text: (await reader.bytes(length)).toString('utf8') }
  reader.skip(length)
  return { length, text: null }
}

async function readList(reader: ByteReader): Promise<{ length: number; kept: number[] | null }> {
  const type = await reader.uint32()
  const length = await reader.uint64()
  if (type === types.list) refuse('the file is damaged: lists of lists can not be')
  if (type === types.text) {
    if (length > most.texts) refuse('the file is damaged: a list in its header is too long')
    for (let index = 0; index < length; index++) reader.skip(await reader.uint64())
    return { length, kept: null }
  }
  const [bytes] = scalarOf(type)
  if (length > most.listed) {
    reader.skip(bytes * length)
    return { length, kept: null }
  }
  const kept: number[] = []
  for (let index = 0; index < length; index++) kept.push(Number(await readScalar(reader, type)))
  return { length, kept }
}

type TensorList = { count: number; values: ReadonlyMap<string, GgufValue>; size: number }

async function readTensors(reader: ByteReader, { count, values, size }: TensorList): Promise<Map<string, number>> {
  const tensors = new Map<string, number>()
  let end = 0
  for (let index = 0; index < count; index++) {
    const name = await readName(reader)
    const dimensions = await reader.uint32()
    if (dimensions > 8) refuse(`the file is damaged: a tensor of ${dimensions} dimensions can not be`)
    let numbers = 1
    for (let each = 0; each < dimensions; each++) numbers *= await reader.uint64()
    const bytes = sizeOf(numbers, await reader.uint32())
    end = Math.max(end, (await reader.uint64()) + bytes)
    if (!Number.isSafeInteger(numbers) || tensors.has(name)) refuse('the file is damaged: a tensor in it can not be')
    tensors.set(name, numbers)
  }
  const alignment = values.get('general.alignment')
  const step = typeof alignment === 'number' && alignment > 0 ? alignment : usualAlignment
  const start = Math.ceil(reader.position() / step) * step
  if (count > 0 && start + end > size) {
    refuse(`the file is not whole: ${start + end - size} bytes of its tensors are missing`)
  }
  return tensors
}

function sizeOf(numbers: number, type: number): number {
  const [perBlock, bytes] = tensorTypes.get(type) ?? [1, 0]
  return Math.ceil(numbers / perBlock) * bytes
}

function refuse(reason: string): never {
  throw new ModelError('MODEL_FAILED', reason)
}
