import { extname } from 'node:path'
import type { FileErrorCode } from '../../../contract/errors.ts'
import { readRetryAfter } from '../../../domain/retry-after.ts'
import type { NetResponse } from '../../net/net.ts'
import { NetError, type NetErrorCode } from '../../net/net-error.ts'
import type { PendingItem, Validators } from '../../store/repositories/job-items.ts'
import { OriginalDamagedError } from '../originals.ts'
import type { MayPass } from '../reading/extracted.ts'
import { isSystemError } from '../system-errors.ts'
import type { ItemOpening, OpenedItem } from './opened-item.ts'

/** For the largest file on a slow line; a connection that is silent is given up long before. */
const totalMs = 600_000

const codes: Record<NetErrorCode, FileErrorCode> = {
  OFFLINE: 'URL_OFFLINE',
  ADDRESS_PRIVATE: 'URL_PRIVATE',
  ADDRESS_UNSUPPORTED: 'URL_REFUSED',
  TOO_MANY_REDIRECTS: 'URL_REFUSED',
  UNREACHABLE: 'URL_UNREACHABLE',
  CERTIFICATE_UNTRUSTED: 'URL_UNREACHABLE',
  TIMEOUT: 'URL_UNREACHABLE',
  PROXY_FAILED: 'URL_UNREACHABLE',
  PROXY_REFUSED: 'URL_UNREACHABLE',
  PROXY_SCRIPT: 'URL_UNREACHABLE',
}

/** Failures that somebody has to do something about. */
const lasting = new Set<NetErrorCode>(['PROXY_REFUSED', 'PROXY_SCRIPT'])

/** Answers of a server that has too much to do, or is being mended. */
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/** Media types whose content does not say by itself that it is one. */
const namedTypes: Readonly<Record<string, string>> = {
  'text/html': '.html',
  'application/xhtml+xml': '.html',
  'text/markdown': '.md',
  'text/csv': '.csv',
  'application/json': '.json',
  'text/plain': '.txt',
}

type Page = { url: string; known: PendingItem['known'] }

/**
 * Fetches a page and keeps what came, sealed. A server that says that the known version still stands is believed, and
 * what is kept of it is read.
 */
export async function fetchPage(page: Page, opening: ItemOpening, held: DisposableStack): Promise<OpenedItem> {
  const kept = await readKept(page, opening)
  try {
    await using response = await opening.net.fetch({
      url: page.url,
      purpose: 'web-page',
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', ...conditionsOf(kept?.validators ?? null) },
      totalMs,
      signal: opening.signal,
    })
    if (response.status === 304 && kept !== null) {
      return { source: { bytes: kept.bytes }, modifiedAt: readDate(kept.validators.lastModified) }
    }
    return await keepResponse(page, response, { opening, held })
  } catch (error) {
    if (!(error instanceof NetError)) throw error
    const code = codes[error.code]
    const passes = code === 'URL_UNREACHABLE' && !lasting.has(error.code) && !certificateError(error)
    return refuse(code, error.message, passes ? { afterMs: null } : null)
  }
}

/** What is kept of the known version, when the server can be asked about it; null when there is none or it is damaged. */
async function readKept({ known }: Page, { originals }: ItemOpening) {
  const validators = known?.validators ?? null
  if (known === null || validators === null) return null
  try {
    return { bytes: await originals.read(known.contentHash), validators }
  } catch (error) {
    // The page is fetched as if for the first time, which mends it.
    if (error instanceof OriginalDamagedError || isSystemError(error)) return null
    throw error
  }
}

function conditionsOf(validators: Validators | null): Record<string, string> {
  if (validators === null) return {}
  const { etag, lastModified } = validators
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  }
}

async function keepResponse(
  { url }: Page,
  { status, headers, body }: NetResponse,
  { opening, held }: { opening: ItemOpening; held: DisposableStack },
): Promise<OpenedItem> {
  if (status < 200 || status > 299) {
    const passes = passingStatuses.has(status)
    const afterMs = readRetryAfter(headers.get('retry-after'), Date.now())
    return refuse('URL_REFUSED', `the server answered ${status}`, passes ? { afterMs } : null)
  }
  const { originals, maximumBytes } = opening
  const stored = await originals.put(body, maximumBytes)
  if (stored === null) return refuse('FILE_TOO_LARGE', `more than ${maximumBytes} bytes`, null)
  held.defer(() => originals.unpin(stored.hash))
  const lastModified = headers.get('last-modified')
  return {
    source: { bytes: await originals.read(stored.hash) },
    modifiedAt: readDate(lastModified),
    validators: { etag: headers.get('etag'), lastModified },
    readAs: nameForReading(url, headers.get('content-type')),
  }
}

/** The end of an address says little: `report.php` gives HTML. Where content alone can't tell, the server's word counts. */
function nameForReading(url: string, contentType: string | null): string {
  const name = new URL(url).pathname.split('/').at(-1) ?? ''
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const extension = namedTypes[type]
  if (extension === undefined) return name
  // Servers call Markdown and source code plain text; there the name says more.
  const keepsName = extname(name) === extension || (extension === '.txt' && extname(name) !== '')
  return keepsName ? name : `${name}${extension}`
}

/** A date of HTTP in milliseconds; null without one, and for what is none. */
function readDate(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text)
  return at >= 0 ? at : null
}

function certificateError({ cause }: NetError): boolean {
  for (let inner: unknown = cause; inner instanceof Error; inner = inner.cause) {
    if ('code' in inner && /CERT|SELF_SIGNED|SSL|TLS/.test(String(inner.code))) return true
  }
  return false
}

function refuse(code: FileErrorCode, detail: string, mayPass: MayPass | null): OpenedItem {
  return { refused: { status: 'refused', contentHash: null, bytes: 0, code, detail, mayPass } }
}
