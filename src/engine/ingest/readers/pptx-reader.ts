import { DocumentBuilder } from './document-builder.ts'
import { openOfficePackage, warnOfPrograms } from './office/office-package.ts'
import { describePackage } from './office/office-properties.ts'
import { mainPartOf, type Relation, relationsOf, treeOf } from './office/package-relations.ts'
import { addComments, addNotes } from './office/pptx-notes.ts'
import { addShapes } from './office/pptx-shapes.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { childrenNamed, descend } from './xml/xml-tree.ts'
import type { Archive } from './zip/archive.ts'

/** Slides are pages. Each has its title first, then its shapes in the order that screen readers read them, then notes. */
export const readPptx: Reader = async ({ bytes }) => {
  const archive = openOfficePackage(bytes)
  const builder = new DocumentBuilder()
  warnOfPrograms(archive, builder)
  describePackage(archive, builder)
  const slides = listSlides(archive)
  for (const [index, part] of slides.entries()) addSlide(builder, archive, { part, page: index + 1 })
  if (builder.blocks.length === 0 && slides.length > 0) throw new ReadRefusal('FILE_NO_TEXT', 'slides without text')
  return { ...builder.finish('pptx'), pageCount: slides.length }
}

/** Names of the slides' parts in the order of the show. */
function listSlides(archive: Archive): string[] {
  const main = mainPartOf(archive)
  const presentation = treeOf(archive, main)
  if (presentation === null) throw new ReadRefusal('FILE_DAMAGED', 'the package lacks its main part')
  const relations = new Map(relationsOf(archive, main).map((relation) => [relation.id, relation]))
  const list = descend(presentation, 'p:sldIdLst')
  const ids = list === undefined ? [] : childrenNamed(list, 'p:sldId')
  return ids.map(({ attributes }) => relations.get(attributes['r:id'] ?? '')?.part ?? '')
}

function addSlide(builder: DocumentBuilder, archive: Archive, { part, page }: { part: string; page: number }): void {
  const slide = treeOf(archive, part)
  if (slide === null) throw new ReadRefusal('FILE_DAMAGED', `slide ${page} is missing`)
  if (/^(0|false)$/.test(slide.attributes['show'] ?? '')) builder.warn('SLIDE_HIDDEN', page)
  const relations = relationsOf(archive, part)
  const shapes = descend(slide, 'p:cSld', 'p:spTree')
  const related = (id: string | undefined) => treeOf(archive, relations.find((relation) => relation.id === id)?.part)
  if (shapes !== undefined) addShapes(shapes, { builder, page, related })
  addNotes(builder, treeOf(archive, partOfType(relations, 'notesSlide')), page)
  for (const { part } of relations.filter(({ type }) => type === 'comments')) {
    addComments(builder, treeOf(archive, part), page)
  }
}

function partOfType(relations: readonly Relation[], type: string): string | undefined {
  return relations.find((relation) => relation.type === type)?.part
}
