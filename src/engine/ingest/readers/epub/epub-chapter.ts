import type { DocumentBuilder } from '../document-builder.ts'
import { addHtmlBlocks } from '../html/html-blocks.ts'
import type { DomDocument, DomNode } from '../html/html-dom.ts'

/** Adds a chapter. `title` comes from the book's contents and is its heading when it has none of its own. */
export function addChapter(
  builder: DocumentBuilder,
  chapter: DomDocument,
  { page, title }: { page: number; title: string | null },
): void {
  const hasHeading = chapter.querySelector('h1, h2, h3, h4, h5, h6') !== null
  if (!hasHeading && title !== null) builder.add('heading', title, { level: 1, page })
  addHtmlBlocks(builder, chapter.body ?? chapter.documentElement ?? chapter, { page, isNote })
}

const noteTypes = /(?:^|\s)(?:doc-)?(?:footnote|endnote|rearnote|note)(?:\s|$)/

function isNote(node: DomNode): boolean {
  const type = node.getAttribute?.('epub:type') ?? node.getAttribute?.('role')
  return type ? noteTypes.test(type) : false
}
