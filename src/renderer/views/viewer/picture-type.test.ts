import { expect, test } from 'vitest'
import { findPictureType } from './picture-type.ts'

test('LIB-6.viewer: a picture is what its first bytes say, and SVG is none', () => {
  // Would catch: a script in an SVG that is drawn as a picture of the page, a PNG under a false name that is not shown.
  const say = (...bytes: number[]) => findPictureType(Uint8Array.from(bytes))
  expect(say(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0)).toBe('image/png')
  expect(say(0xff, 0xd8, 0xff, 0xe0)).toBe('image/jpeg')
  expect(say(0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50)).toBe('image/webp')
  expect(findPictureType(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull()
  expect(say(0x49, 0x49, 0x2a, 0x00)).toBeNull()
  expect(say()).toBeNull()
})
