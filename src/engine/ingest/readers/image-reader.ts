import { DocumentBuilder } from './document-builder.ts'
import { photoProperties } from './image/photo-properties.ts'
import { picturePages } from './image/picture-pages.ts'
import { type PictureFormat, pictureFormat } from './image/picture-size.ts'
import { recogniseAnyWayUp } from './ocr/recognise-any-way-up.ts'
import { toLines } from './ocr/recognised-lines.ts'
import { OcrFailure } from './ocr/recogniser.ts'
import { compose } from './pdf/compose.ts'
import { type PageLines, unsure } from './pdf/read-pages.ts'
import { type ReadContext, type Reader, ReadRefusal } from './reader.ts'

const pointsPerInch = 72

/** Recognises the text of a picture. A picture has one page, a TIFF as many as it holds. */
export const readImage: Reader = async ({ bytes }, context) => {
  const format = pictureFormat(bytes)
  if (format === null) throw new ReadRefusal('FILE_DAMAGED', 'no picture')
  const builder = new DocumentBuilder()
  const pages = await readPages(bytes, { format, builder, context })
  if (pages.every(({ lines }) => lines.length === 0)) {
    const failed = builder.warnings.some(({ code }) => code === 'OCR_PAGE_FAILED')
    // Of the compressions that a TIFF may have, a few are too rare for Tesseract.
    if (failed && format === 'tiff')
      throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'a TIFF that is packed in a rare way')
    if (failed) throw new ReadRefusal('READ_CRASHED', 'the recognition of the picture failed')
    throw new ReadRefusal('FILE_NO_TEXT', context.ocr === null ? 'recognition is off' : 'no text in the picture')
  }
  if (isCutOff(bytes, format)) builder.warn('IMAGE_TRUNCATED')
  builder.describe(photoProperties(bytes, format))
  return compose(builder, pages, { type: 'image', outline: new Map() })
}

type Pages = { format: PictureFormat; builder: DocumentBuilder; context: ReadContext }

async function readPages(bytes: Uint8Array<ArrayBuffer>, { format, builder, context }: Pages): Promise<PageLines[]> {
  const pages: PageLines[] = []
  for await (const { picture, dotsPerInch } of picturePages(bytes, format)) {
    const number = pages.length + 1
    const points = pointsPerInch / dotsPerInch
    const size = { width: picture.width * points, height: picture.height * points }
    const page: PageLines = { ...size, lines: [], rulings: [], annotations: [], confidence: null }
    pages.push(page)
    if (context.ocr === null) {
      builder.warn('OCR_OFF', number)
      continue
    }
    try {
      const recognised = await recogniseAnyWayUp(picture, { languages: context.ocr.languages, dotsPerInch })
      page.lines = toLines(recognised, picture, size)
      if (page.lines.length > 0) page.confidence = recognised.confidence
      if (page.lines.length > 0 && unsure(recognised.confidence)) builder.warn('OCR_UNSURE', number)
    } catch (error) {
      if (!(error instanceof OcrFailure)) throw error
      builder.warn('OCR_PAGE_FAILED', number)
    }
    context.recognised()
  }
  return pages
}

/** Decoders fill what is missing with grey; each of these formats ends with a mark. */
function isCutOff(bytes: Uint8Array, format: PictureFormat): boolean {
  const tail = Buffer.from(bytes.subarray(-1_024))
  if (format === 'png') return !tail.includes('IEND')
  if (format === 'jpeg') return !tail.includes(Buffer.from([0xff, 0xd9]))
  return format === 'gif' && !tail.includes(0x3b)
}
