import { DocumentBuilder } from './document-builder.ts'
import { addHtmlBlocks } from './html/html-blocks.ts'
import { type DomNode, inPage, loadDomParser } from './html/html-dom.ts'
import { openOfficePackage, repackText, warnOfPrograms } from './office/office-package.ts'
import { describePackage } from './office/office-properties.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/** Word's style names to elements, beyond the headings that mammoth knows. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Caption'] => figcaption:fresh",
  "p[style-name='caption'] => figcaption:fresh",
]

/** The package is checked part by part before the converter sees it. Pictures are left out, their descriptions are not. */
export const readDocx: Reader = async ({ bytes }) => {
  const archive = openOfficePackage(bytes)
  const builder = new DocumentBuilder()
  warnOfPrograms(archive, builder)
  describePackage(archive, builder)
  const parse = await loadDomParser()
  const document = parse(inPage(await toHtml(repackText(archive))))
  for (const link of document.querySelectorAll('a[href^="#footnote-ref"], a[href^="#endnote-ref"]')) link.remove()
  addHtmlBlocks(builder, document.body ?? document, { isNote })
  return builder.finish('docx')
}

async function toHtml(archive: Uint8Array<ArrayBuffer>): Promise<string> {
  const { default: mammoth } = await import('mammoth')
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength) },
      { styleMap, convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
    )
    return value
  } catch (error) {
    throw new ReadRefusal('FILE_DAMAGED', 'the document inside the archive cannot be read', { cause: error })
  }
}

function isNote(node: DomNode): boolean {
  return node.nodeName === 'LI' && /^(footnote|endnote)-/.test(node.getAttribute?.('id') ?? '')
}
