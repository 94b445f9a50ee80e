/** A picture in shades of grey: one byte a pixel, row by row, 255 is white. */
export type GreyPicture = { width: number; height: number; pixels: Uint8Array<ArrayBuffer> }

/** A picture as a file that Leptonica decodes, such as a TIFF; of several pages the first. */
export type PictureFile = { width: number; height: number; file: Uint8Array<ArrayBuffer> }

/** Quarter turns clockwise. */
export type QuarterTurns = 0 | 1 | 2 | 3

/**
 * From pixels of four bytes, red, green, blue and alpha (not premultiplied), laid over white paper. Weights are those of
 * ITU-R BT.601, scaled to 256.
 */
export function toGrey(
  rgba: Uint8ClampedArray | Uint8Array,
  { width, height }: { width: number; height: number },
): GreyPicture {
  const pixels = new Uint8Array(width * height)
  for (let index = 0, from = 0; index < pixels.length; index++, from += 4) {
    const light = ((rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29) >> 8
    const alpha = rgba[from + 3] ?? 0
    pixels[index] = alpha === 255 ? light : 255 - Math.round(((255 - light) * alpha) / 255)
  }
  return { width, height, pixels }
}

export function turnPicture({ width, height, pixels }: GreyPicture, turns: QuarterTurns): GreyPicture {
  if (turns === 0) return { width, height, pixels }
  const turned = new Uint8Array(pixels.length)
  const newWidth = turns === 2 ? width : height
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [toX, toY] =
        turns === 1 ? [height - 1 - y, x] : turns === 2 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x]
      turned[toY * newWidth + toX] = pixels[y * width + x] ?? 255
    }
  }
  return { width: newWidth, height: turns === 2 ? height : width, pixels: turned }
}
