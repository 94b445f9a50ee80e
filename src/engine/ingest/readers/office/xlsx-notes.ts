import { allNamed, descend, textOf, type XmlElement } from '../xml/xml-tree.ts'
import type { Archive } from '../zip/archive.ts'
import { paragraphsOf } from './drawing-text.ts'
import { relationsOf, treeOf } from './package-relations.ts'
import type { SheetWriter } from './sheet-writer.ts'
import { richText } from './xlsx-strings.ts'

/** Adds what stands on a sheet beside its cells: comments with their address, text in shapes, descriptions of pictures. */
export function addSheetNotes(writer: SheetWriter, archive: Archive, part: string): void {
  const relations = relationsOf(archive, part)
  const trees = (type: string) =>
    relations.filter((relation) => relation.type === type).flatMap(({ part }) => treeOf(archive, part) ?? [])
  for (const drawing of trees('drawing')) addDrawing(writer, drawing)
  const threads = trees('threadedComment')
  for (const note of threads.length > 0 ? threads.flatMap(threadNotes) : trees('comments').flatMap(plainNotes)) {
    writer.beside('note', note)
  }
}

function addDrawing(writer: SheetWriter, drawing: XmlElement): void {
  for (const shape of allNamed(drawing, 'xdr:cNvPr')) writer.beside('caption', shape.attributes['descr'] ?? '')
  for (const body of allNamed(drawing, 'xdr:txBody')) {
    for (const { text } of paragraphsOf(body)) writer.beside('paragraph', text)
  }
}

function plainNotes(comments: XmlElement): string[] {
  return [...allNamed(comments, 'x:comment')].map((comment) => {
    const text = descend(comment, 'x:text')
    return noteOf(comment, text === undefined ? '' : richText(text))
  })
}

/** Conversations of newer Excel; the plain comments beside them only repeat them. */
function threadNotes(comments: XmlElement): string[] {
  return [...allNamed(comments, 'xltc:threadedComment')].map((comment) =>
    noteOf(comment, textOf(descend(comment, 'xltc:text'))),
  )
}

function noteOf(comment: XmlElement, text: string): string {
  return text.trim() === '' ? '' : `${comment.attributes['ref'] ?? ''}: ${text.trim()}`
}
