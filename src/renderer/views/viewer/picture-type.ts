/** Media types of the pictures that every browser paints. Never SVG, which can hold scripts. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/bmp' | 'image/avif'

const signatures: readonly { type: PictureType; at: number; bytes: readonly number[] }[] = [
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { type: 'image/bmp', at: 0, bytes: [0x42, 0x4d] },
  { type: 'image/avif', at: 4, bytes: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
]

/** What a picture is by its first bytes, whatever it is called; null for one that a browser does not paint, as TIFF. */
export function findPictureType(bytes: Uint8Array): PictureType | null {
  const match = signatures.find(({ at, bytes: wanted }) => wanted.every((byte, index) => bytes[at + index] === byte))
  return match?.type ?? null
}
