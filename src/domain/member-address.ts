/**
 * Addresses of files inside files. A member's address is its container's with `!/` and the path inside it, each part
 * percent-encoded; a member can be a container again. Addresses that are no member's never hold `!/`.
 */
const separator = '!/'

/** `path` is clean: parts with `/` between them. */
export function memberUri(container: string, path: string): string {
  return container + separator + path.split('/').map(encodePart).join('/')
}

/** The name under which a member is shown: `post.zip/letters/may.txt`. */
export function memberName(container: string, path: string): string {
  return `${container}/${path}`
}

/** The container that a member came out of directly; null for what is no member. */
export function containerUri(uri: string): string | null {
  const end = uri.lastIndexOf(separator)
  return end === -1 ? null : uri.slice(0, end)
}

/** The file that holds it all, which lies in no other; the address itself for what is no member. */
export function outermostUri(uri: string): string {
  return uri.split(separator, 1)[0] ?? uri
}

export function isMemberUri(uri: string): boolean {
  return uri.includes(separator)
}

/** An address of a file or an upload, whose path may have a folder with `!` at its end, so that it is no member's. */
export function asOutermostUri(uri: string): string {
  return uri.replaceAll(separator, '%21/')
}

function encodePart(part: string): string {
  return encodeURIComponent(part.toWellFormed()).replaceAll('!', '%21')
}
