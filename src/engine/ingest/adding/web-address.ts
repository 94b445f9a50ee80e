import { unescape as decodePercent } from 'node:querystring'
import { asOutermostUri } from '../../../domain/member-address.ts'

/** A page of the web as a document: its address, and what it is called until it says so itself. */
export type WebPage = { uri: string; name: string }

const longestName = 300

/**
 * What a person pasted, as the address under which the page is kept: without a place in the page (`#…`) and without a
 * user name or password, which are never kept. Null when it is no address of the web.
 */
export function readWebAddress(pasted: string): WebPage | null {
  const url = URL.parse(pasted.trim())
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null
  url.username = ''
  url.password = ''
  url.hash = ''
  return { uri: asOutermostUri(url.href), name: nameOf(url) }
}

/** As a person reads it: `example.org/docs/über uns.html?page=2`. */
function nameOf({ host, pathname, search }: URL): string {
  const parts = pathname.replace(/\/$/, '').split('/').map(readable)
  return `${host}${parts.join('/')}${search}`.slice(0, longestName).toWellFormed()
}

/** Left as it is when it stands for what a name must not have: another part of the path, control characters, bytes that are no text. */
function readable(part: string): string {
  const decoded = decodePercent(part)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name is one line
  return /[\0-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069\ufffd]/.test(decoded) ? part : decoded
}
