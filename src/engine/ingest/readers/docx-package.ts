import { strFromU8, unzipSync, zipSync } from 'fflate'
import { ReadRefusal } from './reader.ts'

const limits = {
  entries: 10_000,
  /** Bytes that the whole archive says it unpacks to, pictures included. */
  totalBytes: 2_000_000_000,
  /** Bytes of XML that are unpacked; as a tree they take ten times that. */
  xmlBytes: 200_000_000,
  /** Office XML packs 10 to 30 times; beyond this and above `harmlessBytes` it is made to fill a disk. */
  ratio: 150,
  harmlessBytes: 10_000_000,
}

type Entry = { name: string; size: number; originalSize: number }

export type DocxPackage = {
  /** The same package with only the parts that hold text, every size and prolog checked, stored without compression. */
  archive: Uint8Array<ArrayBuffer>
  hasMacros: boolean
  hasEmbeddedPrograms: boolean
  /** The title of docProps/core.xml as XML text, null without one. */
  coreProperties: string | null
}

const contentTypesName = '[Content_Types].xml'
const wordMainPart = /application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\.[\w.]*main\+xml/

/** Whether a zip archive holds a Word document; `damaged` when it can't be listed or its list of parts not be read. */
export function isWordPackage(bytes: Uint8Array): boolean | 'damaged' {
  try {
    const parts = unzipSync(bytes, { filter: (entry) => entry.name === contentTypesName && entry.originalSize < 1e6 })
    const contentTypes = parts[contentTypesName]
    return contentTypes !== undefined && wordMainPart.test(strFromU8(contentTypes))
  } catch {
    return 'damaged'
  }
}

/**
 * Checks a Word package before any XML of it is parsed. Throws ARCHIVE_LIMIT, XML_ENTITIES, FILE_ENCRYPTED or
 * FILE_DAMAGED. Unpacking writes at most the size that the directory declares, so a directory that lies gives a damaged
 * part and not a full memory.
 */
export function openDocxPackage(bytes: Uint8Array): DocxPackage {
  const encryptedEntry = ((bytes[6] ?? 0) & 1) === 1
  if (encryptedEntry) throw new ReadRefusal('FILE_ENCRYPTED', 'the archive has a password')
  const entries = listEntries(bytes)
  checkLimits(entries, bytes.length)
  const parts = unpackText(bytes)
  for (const [name, part] of Object.entries(parts)) checkProlog(name, part)
  const core = parts['docProps/core.xml']
  return {
    archive: zipSync(parts, { level: 0 }),
    hasMacros: entries.some((entry) => /(^|\/)vbaProject\.bin$/i.test(entry.name)),
    hasEmbeddedPrograms: entries.some((entry) => /(^|\/)(embeddings|activeX)\//i.test(entry.name)),
    coreProperties: core ? strFromU8(core) : null,
  }
}

function listEntries(bytes: Uint8Array): Entry[] {
  const entries: Entry[] = []
  const list = (entry: Entry) => {
    if (entries.length >= limits.entries) throw new ReadRefusal('ARCHIVE_LIMIT', `over ${limits.entries} entries`)
    entries.push(entry)
    return false
  }
  try {
    unzipSync(bytes, { filter: list })
  } catch (error) {
    if (error instanceof ReadRefusal) throw error
    throw new ReadRefusal('FILE_DAMAGED', 'the archive has no readable directory', { cause: error })
  }
  return entries
}

function checkLimits(entries: readonly Entry[], packedBytes: number): void {
  const total = entries.reduce((sum, entry) => sum + entry.originalSize, 0)
  const xml = entries.filter((entry) => isText(entry.name)).reduce((sum, entry) => sum + entry.originalSize, 0)
  if (total > limits.totalBytes || xml > limits.xmlBytes) {
    throw new ReadRefusal('ARCHIVE_LIMIT', `unpacks to ${total} bytes, ${xml} of them XML`)
  }
  if (total > limits.harmlessBytes && total > packedBytes * limits.ratio) {
    throw new ReadRefusal('ARCHIVE_LIMIT', `unpacks to ${Math.round(total / packedBytes)} times its size`)
  }
}

function isText(name: string): boolean {
  return /\.(xml|rels)$/i.test(name)
}

function unpackText(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: (entry) => isText(entry.name) })
  } catch (error) {
    throw new ReadRefusal('FILE_DAMAGED', 'a part of the archive cannot be unpacked', { cause: error })
  }
}

/** Office never writes a document type; entities need one. Read as bytes of 8 and of 16 bits, whatever they claim. */
function checkProlog(name: string, part: Uint8Array): void {
  const head = strFromU8(part.subarray(0, 65_536), true).replaceAll('\0', '')
  if (/<!(doctype|entity)/i.test(head)) throw new ReadRefusal('XML_ENTITIES', `${name} declares a document type`)
}
