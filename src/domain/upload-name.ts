import { asOutermostUri } from './member-address.ts'

/**
 * The name under which an upload is shown: the path that the sender gave, without anything that would mean a place on a
 * disk (`..`, drives, leading slashes). Nothing is ever opened by this name; the bytes are kept by their hash.
 */
export function cleanUploadName(sent: string): string {
  const parts = sent
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line
    .replace(/[\0-\x1f\x7f]+/g, ' ')
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter((part, index) => part !== '' && part !== '.' && part !== '..' && !(index === 0 && /^[a-z]:$/i.test(part)))
  return parts.join('/') || 'unnamed'
}

/** The address of an upload. One name is one document: what is uploaded under it later is a new version. */
export function uploadUri(name: string): string {
  return asOutermostUri(`upload:${encodeURI(name).replace(/[?#]/g, encodeURIComponent)}`)
}

/** The name and address of the `number`th different file of one name: `docs/guide (2).md`. */
export function numberUpload(name: string, number: number): { name: string; uri: string } {
  const numbered = name.replace(/(\.[^./]+)?$/, (extension) => ` (${number})${extension}`)
  return { name: numbered, uri: uploadUri(numbered) }
}
