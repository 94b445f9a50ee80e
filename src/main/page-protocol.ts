import { readFile } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { pageSecurityHeaders } from '../hosts/content-security-policy.ts'
import { isPageUrl } from './page-address.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Serves the built page from one folder, with the security headers on every answer, refusals included. */
export function createPageHandler(pageFolder: string): (request: Request) => Promise<Response> {
  const root = resolve(pageFolder)
  return async (request) => {
    if (!isPageUrl(request.url)) return refuse(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const file = locate(root, new URL(request.url).pathname)
    if (file === null) return refuse(404)
    try {
      const content = await readFile(file)
      const type = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream'
      return respond(200, { content: request.method === 'HEAD' ? null : content, type })
    } catch (error) {
      if (isMissing(error)) return refuse(404)
      throw error
    }
  }
}

/** The file of a path, or null when the path leads out of the folder or is not one. */
function locate(root: string, pathname: string): string | null {
  const decoded = decode(pathname)
  if (decoded === null || decoded.includes('\0') || decoded.includes('\\')) return null
  const file = resolve(join(root, decoded === '/' || decoded === '' ? 'index.html' : decoded))
  return file.startsWith(root + sep) ? file : null
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

const missingCodes = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'])

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && missingCodes.has(String(error.code))
}

function refuse(status: 404 | 405): Response {
  return respond(status, { content: status === 404 ? 'Not found' : 'Not allowed', type: 'text/plain; charset=utf-8' })
}

function respond(
  status: number,
  { content, type }: { content: Uint8Array<ArrayBuffer> | string | null; type: string },
): Response {
  return new Response(content, {
    status,
    headers: { ...pageSecurityHeaders, 'content-type': type, 'cache-control': 'no-cache' },
  })
}
