import { strFromU8 } from 'fflate'
import type { DocumentType } from '../../../../contract/document.ts'
import { ReadRefusal } from '../reader.ts'
import { Archive, type ArchiveEntry } from '../zip/archive.ts'
import { listArchive } from '../zip/archive-directory.ts'

/** What a zip archive is: a document that is stored as one, or a bundle of files. */
export type PackageType = Extract<DocumentType, 'docx' | 'pptx' | 'xlsx' | 'odt' | 'ods' | 'odp' | 'epub'> | 'archive'

/** More entries than any archive that is read; a document may have fewer, which its reader sees to. */
const mostEntries = 1_000_000
const longestDeclaration = 1_000_000

const office = String.raw`application/vnd\.(?:openxmlformats-officedocument\.%s|ms-%s)\.[\w.]*main\+xml`
const mainParts: { type: PackageType; pattern: RegExp }[] = [
  { type: 'docx', pattern: officePattern('wordprocessingml', 'word') },
  { type: 'pptx', pattern: officePattern('presentationml', 'powerpoint') },
  { type: 'xlsx', pattern: officePattern('spreadsheetml', 'excel') },
]

const mediaTypes: { type: PackageType; pattern: RegExp }[] = [
  { type: 'odt', pattern: /^application\/vnd\.oasis\.opendocument\.text(-\w+)?$/ },
  { type: 'ods', pattern: /^application\/vnd\.oasis\.opendocument\.spreadsheet(-\w+)?$/ },
  { type: 'odp', pattern: /^application\/vnd\.oasis\.opendocument\.presentation(-\w+)?$/ },
  { type: 'epub', pattern: /^application\/epub\+zip$/ },
]

/** Where the main part of each is found, in whatever state its declaration is. */
const usualParts: { type: PackageType; part: string }[] = [
  { type: 'docx', part: 'word/document.xml' },
  { type: 'pptx', part: 'ppt/presentation.xml' },
  { type: 'xlsx', part: 'xl/workbook.xml' },
  { type: 'epub', part: 'META-INF/container.xml' },
]

/**
 * What the archive declares itself to be: Office by its list of parts, OpenDocument and EPUB by their `mimetype`; what has
 * lost its declaration is known by its main part. Throws FILE_DAMAGED when it can't be listed or its declaration not be
 * unpacked, FILE_ENCRYPTED when that has a password.
 */
export function detectPackage(bytes: Uint8Array): PackageType {
  const archive = new Archive(bytes, listArchive(bytes, mostEntries))
  const contentTypes = archive.find('[Content_Types].xml')
  const declared = contentTypes === undefined ? mediaTypeOf(archive) : officeType(declarationOf(archive, contentTypes))
  return declared ?? usualParts.find(({ part }) => archive.find(part) !== undefined)?.type ?? 'archive'
}

function officeType(contentTypes: string): PackageType | undefined {
  const found = mainParts.find(({ pattern }) => pattern.test(contentTypes))
  if (found === undefined && /vnd\.ms-excel\.sheet\.binary\.macroEnabled\.main/.test(contentTypes)) {
    throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'a binary Excel workbook (XLSB)')
  }
  return found?.type
}

/** By the `mimetype` entry; some writers leave it out, and it may be damaged, when only the manifest tells. */
function mediaTypeOf(archive: Archive): PackageType | undefined {
  return mediaType(declaredIn(archive, 'mimetype').trim()) ?? mediaType(manifestType(archive))
}

function manifestType(archive: Archive): string {
  const root = /<[^<>]*full-path="\/"[^<>]*>/.exec(declaredIn(archive, 'META-INF/manifest.xml'))?.[0] ?? ''
  return /media-type="([^"]*)"/.exec(root)?.[1] ?? ''
}

function mediaType(declared: string): PackageType | undefined {
  return mediaTypes.find(({ pattern }) => pattern.test(declared))?.type
}

function declaredIn(archive: Archive, name: string): string {
  const entry = archive.find(name)
  return entry === undefined ? '' : declarationOf(archive, entry)
}

function declarationOf(archive: Archive, entry: ArchiveEntry): string {
  return entry.size > longestDeclaration ? '' : strFromU8(archive.read(entry))
}

function officePattern(standard: string, macros: string): RegExp {
  return new RegExp(office.replace('%s', standard).replace('%s', macros))
}
