import { DocumentBuilder } from './document-builder.ts'
import { addChapter } from './epub/epub-chapter.ts'
import { type EpubChapter, openEpub } from './epub/epub-package.ts'
import { loadDomParser } from './html/html-dom.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { decodeText } from './text/decode-text.ts'
import { parseXhtml } from './xml/xhtml.ts'
import { type Archive, openArchive } from './zip/archive.ts'

/** A book: each file of its reading order is a page, numbered from 1. One that can't be read costs only itself. */
export const readEpub: Reader = async ({ bytes }) => {
  const archive = openArchive(bytes)
  const parse = await loadDomParser()
  const book = openEpub(archive, parse)
  const builder = new DocumentBuilder()
  const { title, ...properties } = book.properties
  builder.suggestTitle(title)
  let readable = 0
  for (const [index, chapter] of book.chapters.entries()) {
    const page = index + 1
    const markup = readChapter(archive, chapter)
    if (markup === null) {
      builder.warn('CHAPTER_UNREADABLE', page)
      continue
    }
    readable += 1
    addChapter(builder, parseXhtml(parse, markup), { page, title: chapter.title })
  }
  if (readable === 0) throw new ReadRefusal('FILE_DAMAGED', 'no chapter of the book can be read')
  builder.describe(properties)
  return builder.finish('epub')
}

/** A chapter's markup; null when the archive has it not, or damaged. A password is one for the whole book. */
function readChapter(archive: Archive, { path }: EpubChapter): string | null {
  const entry = archive.find(path)
  if (entry === undefined) return null
  try {
    return decodeText(archive.read(entry), 'utf-8')?.text ?? null
  } catch (error) {
    if (error instanceof ReadRefusal && error.code === 'FILE_DAMAGED') return null
    throw error
  }
}
