import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { CatalogueModel } from '../../../src/engine/inference/catalogue/catalogue.ts'
import { type ModelRequest, startModelServer } from './model-server.ts'

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const gitHash = (content: Uint8Array): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')

export const hubCommit = 'c'.repeat(40)

/** What a hub does other than usual to the next answers; `null` lets it answer. */
export type Mischief = (request: ModelRequest, response: ServerResponse, content: Buffer) => boolean

export type ModelHub = {
  url: string
  requests: ModelRequest[]
  files: Map<string, Buffer>
  /** Answers true when it took the answer upon itself. */
  mischief: Mischief | null
}

/**
 * A hub as the real one: large files (over 1,000 bytes here) lie in a store that it redirects to, with their SHA-256 in
 * `x-linked-etag`; small ones come from itself with Git's hash in `etag`. Both give ranges.
 */
export async function startModelHub(files: Record<string, Buffer>): Promise<ModelHub> {
  const hub: ModelHub = { url: '', requests: [], files: new Map(Object.entries(files)), mischief: null }
  const { url, requests } = await startModelServer((request, response) => {
    const path = decodeURIComponent(request.path)
    const name = path.replace(/^\/store\//, '').replace(/^\/[^/]+\/[^/]+\/resolve\/[^/]+\//, '')
    const content = hub.files.get(name)
    if (content === undefined) response.writeHead(404).end()
    else if (content.length > 1_000 && !path.startsWith('/store/')) {
      const headers = {
        location: `${url}/store/${name}`,
        'x-linked-etag': `"${sha256(content)}"`,
        'x-repo-commit': hubCommit,
      }
      response.writeHead(302, headers).end()
    } else if (hub.mischief?.(request, response, content) !== true) {
      const etag = path.startsWith('/store/') ? `"store-${sha256(content).slice(0, 8)}"` : `"${gitHash(content)}"`
      sendRange(request, response, { content, etag })
    }
  })
  return Object.assign(hub, { url, requests })
}

export function sendRange(
  { headers }: ModelRequest,
  response: ServerResponse,
  { content, etag }: { content: Buffer; etag: string },
): void {
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
  if (start > 0 && headers['if-range'] === etag) {
    if (start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end()
      return
    }
    const range = `bytes ${start}-${content.length - 1}/${content.length}`
    response.writeHead(206, { etag, 'content-length': content.length - start, 'content-range': range })
    response.end(content.subarray(start))
  } else {
    response.writeHead(200, { etag, 'content-length': content.length, 'x-repo-commit': hubCommit }).end(content)
  }
}

/** An entry of a catalogue for what a hub has. */
export function hubModel(hub: ModelHub, changes: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    id: 'made',
    title: 'Made by a test',
    kind: 'embedding',
    runtime: 'onnx',
    isDefault: false,
    licence: 'MIT',
    language: 'en',
    dimensions: 32,
    maximumTokens: 128,
    parameters: null,
    memoryBytes: null,
    pooling: 'mean',
    prefixes: null,
    repository: 'owner/made',
    origin: 'owner/made',
    revision: null,
    files: [...hub.files].map(([path, { length }]) => ({ path, bytes: length, sha256: null })),
    ...changes,
  }
}
