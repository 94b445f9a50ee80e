import { posix } from 'node:path'
import type { Metadata } from '../../../../contract/document.ts'
import type { DomDocument, DomNode, ParseDom } from '../html/html-dom.ts'
import { inPage } from '../html/html-dom.ts'
import { textWithin } from '../html/html-tables.ts'
import { ReadRefusal } from '../reader.ts'
import { collapseSpaces } from '../text/clean-text.ts'
import { decodeText } from '../text/decode-text.ts'
import { elementsNamed, parseXhtml } from '../xml/xhtml.ts'
import type { Archive } from '../zip/archive.ts'

export type EpubChapter = {
  /** In the archive. */
  path: string
  /** From the book's table of contents; null when that does not name it. */
  title: string | null
}

/** `properties` has the title beside what all formats have. Chapters are in reading order. */
export type EpubBook = { properties: Metadata; chapters: EpubChapter[] }

/** Ways of hiding fonts, which any reader may undo and no text needs (EPUB 3.3, 4.2.6). */
const fontHiding = new Set(['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#rc'])

/** Reads a book's package (EPUB 2 and 3). Throws FILE_ENCRYPTED when its text is, FILE_DAMAGED without a package. */
export function openEpub(archive: Archive, parse: ParseDom): EpubBook {
  const path = findPackage(archive, parse)
  const opf = readXml(archive, path, parse)
  if (opf === null) throw new ReadRefusal('FILE_DAMAGED', 'the book has no package')
  const folder = posix.dirname(path)
  const manifest = new Map(
    elementsNamed(opf, 'item').map((item) => [item.getAttribute?.('id') ?? '', { item, path: pathOf(item, folder) }]),
  )
  const spine = elementsNamed(opf, 'itemref')
    .map((reference) => manifest.get(reference.getAttribute?.('idref') ?? ''))
    .filter((entry) => entry !== undefined)
  const encrypted = findEncrypted(archive, parse)
  if (spine.some((entry) => encrypted.has(entry.path))) {
    throw new ReadRefusal('FILE_ENCRYPTED', 'a book with copy protection')
  }
  const titles = readContents(archive, [...manifest.values()], parse)
  return {
    properties: readProperties(opf, parse),
    // Each once, as the format wants it: a small book could name a large chapter a million times.
    chapters: [...new Set(spine.map(({ path }) => path))].map((path) => ({ path, title: titles.get(path) ?? null })),
  }
}

function findPackage(archive: Archive, parse: ParseDom): string {
  const container = readXml(archive, 'META-INF/container.xml', parse)
  const named = container && elementsNamed(container, 'rootfile')[0]?.getAttribute?.('full-path')
  return named || (archive.entries.find(({ name }) => /^(?!__MACOSX\/).*\.opf$/i.test(name))?.name ?? '')
}

/** Paths of the files that only a key opens. */
function findEncrypted(archive: Archive, parse: ParseDom): Set<string> {
  const encryption = readXml(archive, 'META-INF/encryption.xml', parse)
  if (encryption === null) return new Set()
  const methods = elementsNamed(encryption, 'encrypteddata').map((data) => ({
    algorithm: firstInside(data, 'encryptionmethod')?.getAttribute?.('Algorithm')?.toLowerCase() ?? '',
    uri: firstInside(data, 'cipherreference')?.getAttribute?.('URI') ?? '',
  }))
  return new Set(methods.filter(({ algorithm }) => !fontHiding.has(algorithm)).map(({ uri }) => decodePath(uri)))
}

type ManifestEntry = { item: DomNode; path: string }

/** The first title that the table of contents gives each file: of EPUB 3 a page of links, before that an NCX. */
function readContents(archive: Archive, manifest: readonly ManifestEntry[], parse: ParseDom): Map<string, string> {
  const titles = new Map<string, string>()
  const name = (path: string, title: string) => {
    if (title !== '' && !titles.has(path)) titles.set(path, title)
  }
  for (const { item, path } of manifest) {
    const isNavigation = item.getAttribute?.('properties')?.split(/\s+/).includes('nav')
    const isNcx = item.getAttribute?.('media-type') === 'application/x-dtbncx+xml'
    const contents = isNavigation || isNcx ? readXml(archive, path, parse) : null
    if (contents === null) continue
    const folder = posix.dirname(path)
    if (isNcx) {
      for (const point of elementsNamed(contents, 'navpoint')) {
        const label = firstInside(point, 'text')
        const target = firstInside(point, 'content')?.getAttribute?.('src')
        if (label && target) name(resolve(folder, target), textWithin(label))
      }
    } else {
      for (const link of contents.querySelectorAll('nav a[href]')) {
        name(resolve(folder, link.getAttribute?.('href') ?? ''), textWithin(link))
      }
    }
  }
  return titles
}

/** Names of Dublin Core and what Diwan calls them. */
const dublinCore = {
  title: 'title',
  author: 'creator',
  language: 'language',
  publisher: 'publisher',
  published: 'date',
  keywords: 'subject',
  description: 'description',
}

function readProperties(opf: DomDocument, parse: ParseDom): Metadata {
  const values = Object.entries(dublinCore).map(([name, element]) => {
    const found = elementsNamed(opf, element).map((node) => collapseSpaces(node.textContent ?? '').trim())
    const filled = found.filter((value) => value !== '')
    const several = name === 'author' || name === 'keywords'
    const value = several ? filled.join(', ') : (filled[0] ?? '')
    return [name, name === 'description' ? withoutTags(value, parse) : value] as const
  })
  return Object.fromEntries(values)
}

/** Shops write descriptions as HTML. */
function withoutTags(value: string, parse: ParseDom): string {
  const body = value.includes('<') ? parse(inPage(value)).body : null
  return body === null ? value : textWithin(body)
}

function readXml(archive: Archive, path: string, parse: ParseDom): DomDocument | null {
  const entry = archive.find(path)
  const text = entry && decodeText(archive.read(entry), 'utf-8')?.text
  return text ? parseXhtml(parse, text) : null
}

function firstInside(root: DomNode, localName: string): DomNode | undefined {
  return elementsNamed(root as DomDocument, localName)[0]
}

function pathOf(item: DomNode, folder: string): string {
  return resolve(folder, item.getAttribute?.('href') ?? '')
}

/** A reference from a file in `folder`, as a path in the archive without the part after `#`. */
function resolve(folder: string, reference: string): string {
  return posix.join(folder, decodePath(reference.split('#', 1)[0] ?? ''))
}

/** Many writers leave a `%` as it is. */
function decodePath(reference: string): string {
  return reference.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
}
