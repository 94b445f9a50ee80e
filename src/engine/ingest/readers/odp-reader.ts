import { openOdf } from './office/odf-package.ts'
import { OdfStyles } from './office/odf-styles.ts'
import { addOdfBlock, type OdfContext, paragraphTexts } from './office/odf-text.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { allNamed, childrenNamed, elementsOf, readXmlPieces, type XmlElement } from './xml/xml-tree.ts'

/** Slides are pages. Each has its title first, then its other shapes in their order, then the speaker's notes. */
export const readOdp: Reader = async ({ bytes }) => {
  const { archive, builder, content } = openOdf(bytes)
  const styles = OdfStyles.of(archive)
  let page = 0
  readXmlPieces(archive.stream(content), {
    wants: (name) => name === 'draw:page' || name === 'style:style',
    take(element) {
      if (element.name === 'style:style') return styles.add(element)
      page++
      if (styles.isHidden(element.attributes['draw:style-name'], 'drawing-page')) builder.warn('SLIDE_HIDDEN', page)
      addSlide(element, { builder, styles, page })
    },
  })
  if (builder.blocks.length === 0 && page > 0) throw new ReadRefusal('FILE_NO_TEXT', 'slides without text')
  return { ...builder.finish('odp'), pageCount: page }
}

/** Filled in by the program on every slide. */
const filledIn = new Set(['date-time', 'page-number', 'header'])

function addSlide(slide: XmlElement, context: OdfContext): void {
  const { builder, page } = context
  const shapes = elementsOf(slide).filter(({ name }) => name !== 'presentation:notes')
  const isTitle = (shape: XmlElement) => classOf(shape) === 'title'
  for (const shape of shapes.filter(isTitle)) {
    builder.add('heading', paragraphTexts(shape).join('\n'), { level: 1, page })
  }
  for (const shape of shapes.filter((shape) => !isTitle(shape))) {
    if (shape.name === 'office:annotation') builder.add('note', paragraphTexts(shape).join('\n'), { page })
    else if (classOf(shape) === 'footer') builder.add('note', paragraphTexts(shape).join('\n'), { page })
    else if (!filledIn.has(classOf(shape))) addOdfBlock(shape, context)
  }
  for (const notes of childrenNamed(slide, 'presentation:notes')) {
    const written = [...allNamed(notes, 'draw:frame')].filter((frame) => classOf(frame) === 'notes')
    builder.add('note', written.flatMap(paragraphTexts).join('\n'), { page })
  }
}

function classOf(shape: XmlElement): string {
  return shape.attributes['presentation:class'] ?? ''
}
