import type { DocumentBuilder } from '../document-builder.ts'
import { allNamed, childrenNamed, descend, textOf, type XmlElement } from '../xml/xml-tree.ts'
import { paragraphsOf } from './drawing-text.ts'

/** Adds what the speaker wrote under a slide; the rest of the notes' page repeats the slide. */
export function addNotes(builder: DocumentBuilder, notes: XmlElement | null, page: number): void {
  const tree = notes && descend(notes, 'p:cSld', 'p:spTree')
  for (const shape of tree ? allNamed(tree, 'p:sp') : []) {
    if (descend(shape, 'p:nvSpPr', 'p:nvPr', 'p:ph')?.attributes['type'] !== 'body') continue
    const text = paragraphsOf(descend(shape, 'p:txBody')).map((paragraph) => paragraph.text)
    builder.add('note', text.join('\n'), { page })
  }
}

/** Adds the comments on a slide, of the old kind (`p:text`) and of the kind with answers (DrawingML). */
export function addComments(builder: DocumentBuilder, comments: XmlElement | null, page: number): void {
  if (comments === null) return
  for (const text of allNamed(comments, 'p:text')) builder.add('note', textOf(text), { page })
  for (const paragraph of allNamed(comments, 'a:p')) {
    const runs = childrenNamed(paragraph, 'a:r').map((run) => textOf(descend(run, 'a:t')))
    builder.add('note', runs.join(''), { page })
  }
}
