import { DocumentBuilder } from '../document-builder.ts'
import { ReadRefusal } from '../reader.ts'
import { readXml } from '../xml/xml.ts'
import type { Archive, ArchiveEntry } from '../zip/archive.ts'
import { openOfficePackage, warnOfPrograms } from './office-package.ts'
import { describePackage } from './office-properties.ts'

export type OdfPackage = { archive: Archive; builder: DocumentBuilder; content: ArchiveEntry }

/** Opens an OpenDocument file. Throws FILE_ENCRYPTED when its manifest says that its parts have a password. */
export function openOdf(bytes: Uint8Array): OdfPackage {
  const archive = openOfficePackage(bytes)
  const manifest = archive.find('META-INF/manifest.xml')
  if (manifest !== undefined && isEncrypted(archive, manifest)) {
    throw new ReadRefusal('FILE_ENCRYPTED', 'an OpenDocument file with a password')
  }
  const content = archive.find('content.xml')
  if (content === undefined) throw new ReadRefusal('FILE_DAMAGED', 'the package lacks its content')
  const builder = new DocumentBuilder()
  warnOfPrograms(archive, builder)
  if (archive.entries.some(({ name }) => /^(ObjectReplacements|Object \d+)\//.test(name)))
    builder.warn('EMBEDDED_IGNORED')
  describePackage(archive, builder)
  return { archive, builder, content }
}

function isEncrypted(archive: Archive, manifest: ArchiveEntry): boolean {
  let found = false
  readXml(archive.stream(manifest), {
    open(name) {
      if (name === 'manifest:encryption-data') found = true
    },
  })
  return found
}
