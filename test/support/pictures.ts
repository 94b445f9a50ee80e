import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'

/** What the encoders below take; a canvas is more. */
export type Drawn = { width: number; height: number; getContext(type: '2d'): SKRSContext2D }

/** A small picture of black words on white. */
export function drawWords(text: string) {
  const canvas = createCanvas(24 + text.length * 14, 48)
  const context = canvas.getContext('2d')
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = 'black'
  context.font = '24px sans-serif'
  context.fillText(text, 12, 32)
  return canvas
}

/** A bitmap of 24 bits, rows from the bottom up. */
export function bitmap(drawn: Drawn): Buffer {
  const { width, height } = drawn
  const { data } = drawn.getContext('2d').getImageData(0, 0, width, height)
  const stride = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + stride * height)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [26, 1 | (24 << 16)],
  ] as const)
    bytes.writeUInt32LE(value, at)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((height - 1 - y) * width + x) * 4
      for (const channel of [0, 1, 2]) bytes[54 + y * stride + x * 3 + channel] = data[from + 2 - channel] ?? 0
    }
  }
  return bytes
}

/** A TIFF of pages without compression, each of 8 bits a pixel. */
export function tiff(drawn: Drawn, pages: number): Buffer {
  const { width, height } = drawn
  const { data } = drawn.getContext('2d').getImageData(0, 0, width, height)
  const pixels = Buffer.from(Array.from({ length: width * height }, (_, index) => data[index * 4] ?? 0))
  const head = Buffer.from('49492a0008000000', 'hex')
  const size = 2 + 9 * 12 + 4
  const directories = Array.from({ length: pages }, (_, page) => {
    const directory = Buffer.alloc(size)
    directory.writeUInt16LE(9, 0)
    const entries = [
      [256, width],
      [257, height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, 8 + size * pages],
      [277, 1],
      [278, height],
      [279, pixels.length],
    ] as const
    for (const [index, [tag, value]] of entries.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12)
      directory.writeUInt16LE(4, 4 + index * 12)
      directory.writeUInt32LE(1, 6 + index * 12)
      directory.writeUInt32LE(value, 10 + index * 12)
    }
    directory.writeUInt32LE(page + 1 < pages ? 8 + size * (page + 1) : 0, size - 4)
    return directory
  })
  return Buffer.concat([head, ...directories, pixels])
}
