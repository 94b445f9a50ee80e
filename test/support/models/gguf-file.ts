/** A tensor of 32-bit floats; `dimensions` as llama.cpp counts them, the fastest first. */
export type GgufTensor = { name: string; dimensions: readonly number[]; values: Float32Array }
type Scalar = { uint32: number } | { float32: number } | { bool: boolean } | { string: string }
export type GgufValue = Scalar | { strings: readonly string[] } | { int32s: readonly number[] }

const version = 3
const alignment = 32
const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const

/** A GGUF file: a header of keys and values, the list of tensors, and their numbers. */
export function encodeGguf(values: Readonly<Record<string, GgufValue>>, tensors: readonly GgufTensor[]): Buffer {
  const counts = [uint32(version), uint64(tensors.length), uint64(Object.keys(values).length)]
  const header = [
    Buffer.from('GGUF'),
    ...counts,
    ...Object.entries(values).flatMap(([key, value]) => [string(key), encodeValue(value)]),
  ]
  const data: Buffer[] = []
  let offset = 0
  for (const { name, dimensions, values: numbers } of tensors) {
    // 0: 32-bit floats.
    header.push(string(name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(0), uint64(offset))
    const bytes = pad(Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    data.push(bytes)
    offset += bytes.length
  }
  return Buffer.concat([pad(Buffer.concat(header)), ...data])
}

function encodeValue(value: GgufValue): Buffer {
  if ('uint32' in value) return Buffer.concat([uint32(types.uint32), uint32(value.uint32)])
  if ('float32' in value) return Buffer.concat([uint32(types.float32), float32(value.float32)])
  if ('bool' in value) return Buffer.concat([uint32(types.bool), Buffer.from([value.bool ? 1 : 0])])
  if ('string' in value) return Buffer.concat([uint32(types.string), string(value.string)])
  const [type, items] =
    'strings' in value ? [types.string, value.strings.map(string)] : [types.int32, value.int32s.map(int32)]
  return Buffer.concat([uint32(types.array), uint32(type), uint64(items.length), ...items])
}

const pad = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)])
const uint32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const int32 = (value: number) => Buffer.from(Int32Array.of(value).buffer)
const float32 = (value: number) => Buffer.from(Float32Array.of(value).buffer)
const uint64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)

function string(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([uint64(bytes.length), bytes])
}
