import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Net, NetResponse } from '../../net/net.ts'
import { ModelError } from '../model-runner.ts'
import { matchesStated, statedHash } from './stated-hash.ts'

export type FileDownload = {
  net: Net
  url: string
  /** Where the whole file comes to lie; beside it, with `.part` at the end, what has come so far. */
  path: string
  /** The mark of the content that the part is of, as the server gave it; null when none was kept. */
  etag: string | null
  /** What the file must hash to; null takes the word of the server that the address names. */
  sha256: string | null
  /** About so many are awaited: a file that goes on far beyond it would fill the disk. */
  bytes: number
  signal: AbortSignal
  /** Is told the mark of what comes now before its first byte is written, so that a later call can go on. */
  onBegin: (etag: string | null) => Promise<void>
  /** Bytes of the file that are there, and in all where the server says. */
  onProgress: (progress: { done: number; total: number | null }) => void
}

export type Downloaded = {
  sha256: string
  bytes: number
  /** The commit that the hub says the file is of. */
  commit: string | null
}

/** For the largest file on a slow line; a connection that is silent is given up long before. */
const totalMs = 24 * 3_600_000
/** Progress is told this often at most. */
const progressBytes = 1_048_576

/**
 * Fetches a file once; goes on with a part that an earlier call left, when the server still has the same content.
 *
 * @throws ModelError, NetError, the system's error (such as ENOSPC), or the signal's reason. The part stays for the next
 * call, unless what it adds up to is wrong.
 */
export async function downloadFile(download: FileDownload): Promise<Downloaded> {
  const part = `${download.path}.part`
  await mkdir(dirname(download.path), { recursive: true })
  const there = download.etag === null ? 0 : await sizeOf(part)
  await using response = await ask(download, there)
  if (response.status === 416) {
    // The part is longer than the file: it is of no use.
    await rm(part, { force: true })
    throw new ModelError('MODEL_UNREACHABLE', 'the server has another file now', { status: 416, isTransient: true })
  }
  const start = startOf(response, there)
  await download.onBegin(strongEtag(response.headers))
  const { hash, bytes } = await receive(response, { download, part, start })
  const sha256 = hash.digest('hex')
  await check(download, { part, sha256, response })
  await rename(part, download.path)
  return { sha256, bytes, commit: commitOf(response) }
}

async function ask({ net, url, etag, signal }: FileDownload, there: number): Promise<NetResponse> {
  // Compressed on the way, a range would be of other bytes than those that are kept.
  const headers: Record<string, string> = { accept: '*/*', 'accept-encoding': 'identity' }
  if (there > 0 && etag !== null) Object.assign(headers, { range: `bytes=${there}-`, 'if-range': etag })
  return await net.fetch({ url, purpose: 'model-download', headers, totalMs, signal })
}

/** Where the answer's first byte belongs: behind the part, or at the beginning. */
function startOf({ status, headers }: NetResponse, there: number): number {
  if (status === 200) return 0
  const [, first] = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '') ?? []
  if (status === 206 && there > 0 && Number(first) === there) return there
  const isTransient = status >= 500 || status === 429 || status === 408
  throw new ModelError('MODEL_UNREACHABLE', `the server answered ${status}`, { status, isTransient })
}

async function receive(
  response: NetResponse,
  { download, part, start }: { download: FileDownload; part: string; start: number },
): Promise<{ hash: Hash; bytes: number }> {
  const hash = createHash('sha256')
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = Number.isNaN(length) ? null : start + length
  if (start > 0) for await (const piece of createReadStream(part)) hash.update(piece)
  await using file = await open(part, start > 0 ? 'a' : 'w')
  let bytes = start
  let told = start
  download.onProgress({ done: bytes, total })
  for await (const piece of response.body) {
    await file.writeFile(piece)
    hash.update(piece)
    bytes += piece.length
    if (bytes > mostBytesOf(download)) {
      await rm(part, { force: true })
      throw new ModelError('MODEL_FAILED', `${nameOf(download)} is far larger than it should be`)
    }
    if (bytes - told >= progressBytes) {
      told = bytes
      download.onProgress({ done: bytes, total })
    }
  }
  // What is renamed must be on the disk first: after a power cut a whole name never stands for half a file.
  await file.sync()
  download.onProgress({ done: bytes, total: bytes })
  return { hash, bytes }
}

async function check(
  download: FileDownload,
  { part, sha256, response }: { part: string; sha256: string; response: NetResponse },
): Promise<void> {
  const stated = statedHash(response.passed[0] ?? response.headers, { isDirect: response.passed.length === 0 })
  const { sha256: wanted } = download
  const isRight = wanted === null ? await matchesStated(part, { sha256, stated }) : sha256 === wanted
  if (isRight) return
  await rm(part, { force: true })
  throw new ModelError('MODEL_FAILED', `${nameOf(download)} is not what it should be: its checksum is wrong`)
}

/** The catalogue's sizes are rounded. */
const mostBytesOf = ({ bytes }: FileDownload) => 2 * bytes + 1_048_576

const nameOf = ({ url }: FileDownload) => new URL(url).pathname.split('/').at(-1)

/** Weak marks say nothing of single bytes, so nothing can be gone on with. */
function strongEtag(headers: NetResponse['headers']): string | null {
  const etag = headers.get('etag')
  return etag === null || etag.startsWith('W/') ? null : etag
}

function commitOf({ headers, passed }: NetResponse): string | null {
  const commit = (passed[0] ?? headers).get('x-repo-commit')
  return commit !== null && /^[0-9a-f]{40}$/.test(commit) ? commit : null
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
}
