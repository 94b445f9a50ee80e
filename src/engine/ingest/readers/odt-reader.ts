import { openOdf } from './office/odf-package.ts'
import { OdfStyles } from './office/odf-styles.ts'
import { addOdfBlock, type OdfContext } from './office/odf-text.ts'
import type { Reader } from './reader.ts'
import { readXmlPieces } from './xml/xml-tree.ts'

/** What a text is made of; sections and the like around them are entered. */
const pieces = new Set([
  'text:h',
  'text:p',
  'text:list',
  'text:table-of-content',
  'text:tracked-changes',
  'table:table',
  'style:style',
])

/** Text is read piece by piece, so that a book takes the memory of its longest table. */
export const readOdt: Reader = async ({ bytes }) => {
  const { archive, builder, content } = openOdf(bytes)
  const styles = OdfStyles.of(archive)
  const context: OdfContext = { builder, styles, page: null }
  readXmlPieces(archive.stream(content), {
    wants: (name) => pieces.has(name) || name.startsWith('draw:'),
    take: (element) => (element.name === 'style:style' ? styles.add(element) : addOdfBlock(element, context)),
  })
  return builder.finish('odt')
}
