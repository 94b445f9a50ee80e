import { strFromU8, zipSync } from 'fflate'
import type { DocumentBuilder } from '../document-builder.ts'
import { ReadRefusal } from '../reader.ts'
import { type Archive, type ArchiveEntry, openArchive } from '../zip/archive.ts'

/** Bytes of XML of a document whose parts become trees: as a tree they take ten times that. */
const treeBytes = 200_000_000

/**
 * Opens the archive of an office document. Throws FILE_DAMAGED, ARCHIVE_LIMIT, or FILE_ENCRYPTED when any part has a
 * password.
 */
export function openOfficePackage(bytes: Uint8Array): Archive {
  const archive = openArchive(bytes)
  if (archive.entries.some((entry) => entry.encrypted)) {
    throw new ReadRefusal('FILE_ENCRYPTED', 'the archive has a password')
  }
  return archive
}

const macroPart = /(^|\/)(vbaProject\.bin|vbaData\.xml|xlm[^/]*\.xml)$|^xl\/macrosheets\/|^(Basic|Scripts)\/[^/]+\//i
const embeddedPart = /(^|\/)(embeddings|activeX)\/[^/]|(^|\/)oleObject\d*\.bin$/i

/** Notes what is in a document that could run: nothing of it is opened. */
export function warnOfPrograms(archive: Archive, builder: DocumentBuilder): void {
  const files = archive.entries.filter((entry) => entry.kind === 'file')
  if (files.some((entry) => macroPart.test(entry.name))) builder.warn('MACROS_IGNORED')
  if (files.some((entry) => embeddedPart.test(entry.name))) builder.warn('EMBEDDED_IGNORED')
}

/**
 * The same package with only the parts that hold text, each unpacked, checked and stored without compression, for a
 * converter that opens archives and XML itself. Throws as `Archive` does, ARCHIVE_LIMIT or XML_ENTITIES.
 */
export function repackText(archive: Archive): Uint8Array<ArrayBuffer> {
  const entries = archive.entries.filter((entry) => entry.kind === 'file' && /\.(xml|rels)$/i.test(entry.name))
  const size = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (size > treeBytes) throw new ReadRefusal('ARCHIVE_LIMIT', `${size} bytes of XML`)
  return zipSync(Object.fromEntries(entries.map((entry) => [entry.name, readChecked(archive, entry)])), { level: 0 })
}

/** Office never writes a document type; entities need one. Read as bytes of 8 and of 16 bits, whatever they claim. */
function readChecked(archive: Archive, entry: ArchiveEntry): Uint8Array {
  const part = archive.read(entry)
  const head = strFromU8(part.subarray(0, 65_536), true).replaceAll('\0', '')
  if (/<!(doctype|entity)/i.test(head)) throw new ReadRefusal('XML_ENTITIES', `${entry.name} declares a document type`)
  return part
}
