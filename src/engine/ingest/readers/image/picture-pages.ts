import { type GreyPicture, type PictureFile, toGrey } from '../ocr/grey-picture.ts'
import { ReadRefusal } from '../reader.ts'
import { type PictureFormat, type PictureSize, pictureSize } from './picture-size.ts'
import { readDirectories } from './tiff-directory.ts'

export type PicturePage = { picture: GreyPicture | PictureFile; dotsPerInch: number }

/** Decoded they take four bytes a pixel. An A0 sheet scanned at 300 dpi has 140 million. */
const mostPixels = 150_000_000
/** What is recognised at once; larger pictures are drawn smaller. */
const mostRecognised = 18_000_000
/** Longest side in pixels under which letters of a screenshot are too small for Tesseract, so that it is drawn larger. */
const small = 2_400
const largestScale = 3
const shortSideOfA4 = 8.27

/**
 * The pages of a picture file, upright as its orientation says. Throws ARCHIVE_LIMIT when its head tells of more pixels than
 * are unpacked, or FILE_DAMAGED.
 */
export async function* picturePages(
  bytes: Uint8Array<ArrayBuffer>,
  format: PictureFormat,
): AsyncGenerator<PicturePage, void> {
  const size = pictureSize(bytes, format)
  if (size === null) throw new ReadRefusal('FILE_DAMAGED', `the head of the ${format} is damaged`)
  if (size.width * size.height > mostPixels) {
    throw new ReadRefusal('ARCHIVE_LIMIT', `${size.width} × ${size.height} pixels`)
  }
  if (format === 'tiff') yield* tiffPages(bytes)
  else yield await decode(bytes, format)
}

/** Each page as a file that begins with it: the head of a TIFF names the page to begin with. */
function* tiffPages(bytes: Uint8Array<ArrayBuffer>): Generator<PicturePage, void> {
  const little = bytes[0] === 0x49
  for (const { offset, width, height, dotsPerInch } of readDirectories(bytes)) {
    const file = bytes.slice()
    new DataView(file.buffer).setUint32(4, offset, little)
    yield { picture: { width, height, file }, dotsPerInch: dotsPerInch ?? guessResolution({ width, height }) }
  }
}

async function decode(bytes: Uint8Array<ArrayBuffer>, format: PictureFormat): Promise<PicturePage> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas')
  const image = await loadImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).catch(
    (error: unknown) => {
      throw new ReadRefusal('FILE_DAMAGED', `the ${format} can't be decoded`, { cause: error })
    },
  )
  const scale = scaleFor(image)
  const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
  const context = createCanvas(size.width, size.height).getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = 'white'
  context.fillRect(0, 0, size.width, size.height)
  context.drawImage(image, 0, 0, size.width, size.height)
  const picture = toGrey(context.getImageData(0, 0, size.width, size.height).data, size)
  return { picture, dotsPerInch: guessResolution(size) }
}

function scaleFor({ width, height }: PictureSize): number {
  const longest = Math.max(width, height)
  const larger = Math.max(1, Math.min(largestScale, small / longest))
  return Math.min(larger, Math.sqrt(mostRecognised / (width * height)))
}

/** As if it were a sheet of A4; Tesseract only needs the order of size. */
function guessResolution({ width, height }: PictureSize): number {
  return Math.min(600, Math.max(70, Math.min(width, height) / shortSideOfA4))
}
