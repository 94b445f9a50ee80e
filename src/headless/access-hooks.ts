import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type SessionAnswer, sessionFragment, sessionPath, socketProtocol } from '../contract/page-session.ts'
import { pageSecurityHeaders } from '../hosts/content-security-policy.ts'
import { type Access, type Caller, readBearer } from './access.ts'
import { renderSignInPage } from './host-pages.ts'
import { isOwnHost, isOwnOrigin } from './loopback.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `open` is answered without a token, because it holds nothing of the person's; `page` takes a page's session as well
     * as the token for programs. Every route that says neither is for programs.
     */
    access?: 'open' | 'page'
  }
}

/** Options of a route that is answered without a token. */
export const openRoute = { config: { access: 'open' } } as const

/** On every answer. The page, and whatever else a browser shows, carries the whole policy besides. */
const answerHeaders = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }

/** `Sec-Fetch-Dest` of what would show an answer inside another page. */
const embeddings = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe'])

/**
 * Every request passes here before anything else sees it, in this order: does it name this host (or is it a rebinding),
 * would it be shown inside another page, does it bring a one-time token, is it for something open, who sends it, and did
 * the host's own page send it.
 */
export function registerAccess(app: FastifyInstance, access: Access): void {
  app.addHook('onRequest', (request, reply, done) => {
    // An answer that is sent here ends the request; only `done` lets it go on.
    if (admit(request, reply, access)) done()
  })

  app.get(sessionPath, openRoute, async (request, reply): Promise<SessionAnswer> => {
    reply.header('cache-control', 'no-store')
    const secret = readBearer(request.headers.authorization)
    return { known: secret !== null && access.knowsSession(secret) }
  })

  /** A fresh one-time address for a person, asked for by a program that holds the lock file's token. */
  app.post('/access/links', async (request, reply) => {
    const url = `http://${request.headers.host}/?token=${access.mintOneTimeToken()}`
    return reply.header('cache-control', 'no-store').send({ url })
  })
}

/** Answers a request whose address or name is none of this host's. False when there is nothing to refuse. */
export function refuseOtherHost(request: FastifyRequest, reply: FastifyReply): boolean {
  reply.headers(answerHeaders)
  if (request.headers.upgrade !== undefined) hangUpAfter(reply)
  if (isOwnHost(request.headers.host, request.socket.localPort ?? 0)) return false
  reply.status(421).type('text/plain').send('This host does not answer to that name.')
  return true
}

function admit(request: FastifyRequest, reply: FastifyReply, access: Access): boolean {
  if (refuseOtherHost(request, reply)) return false
  const { headers, url } = request
  if (embeddings.has(one(headers['sec-fetch-dest']) ?? '')) {
    reply.status(403).type('text/plain').send('Diwan is not shown inside other pages.')
    return false
  }
  const oneTimeToken =
    request.method === 'GET' && url.startsWith('/?') ? new URLSearchParams(url.slice(2)).get('token') : null
  if (oneTimeToken !== null) {
    signIn(reply, access.redeem(oneTimeToken))
    return false
  }
  if (request.routeOptions.config?.access === 'open' && headers.upgrade === undefined) return true
  const caller = identify(request, access)
  if (caller === null) {
    refuseStranger(request, reply)
    return false
  }
  if (isOwnRequest(request, caller)) return true
  reply.status(403).type('text/plain').send('Only the page of this host may do this.')
  return false
}

/** A page has a session only to open its socket with; everything else is for programs. */
function identify({ headers, routeOptions }: FastifyRequest, access: Access): Caller | null {
  if (headers.authorization !== undefined) return access.isProgram(headers.authorization) ? 'program' : null
  if (headers.upgrade === undefined || routeOptions.config?.access !== 'page') return null
  const [protocol, secret, ...rest] = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (protocol !== socketProtocol || secret === undefined || rest.length > 0) return null
  return access.knowsSession(secret) ? 'person' : null
}

/** The secret goes into the fragment, which a browser sends to nobody, and which the page takes out of its address. */
function signIn(reply: FastifyReply, session: string | null) {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (session === null) return sendSignInPage(reply, 'used-link')
  return reply.redirect(`/#${sessionFragment}=${session}`, 303)
}

function refuseStranger(request: FastifyRequest, reply: FastifyReply) {
  reply.header('cache-control', 'no-store').header('www-authenticate', 'Bearer realm="diwan"')
  if (request.headers.accept?.includes('text/html')) return sendSignInPage(reply, 'no-token')
  return reply.status(401).send({ defined: false, code: 'UNAUTHORIZED', status: 401, message: 'no valid token' })
}

function sendSignInPage(reply: FastifyReply, reason: 'no-token' | 'used-link') {
  return sendPage(reply.status(401), renderSignInPage(reason))
}

/** A page that a browser shows, under the strict policy. */
export function sendPage(reply: FastifyReply, page: string) {
  return reply.headers(pageSecurityHeaders).type('text/html; charset=utf-8').send(page)
}

/** An HTTP answer to a request for a socket is a refusal, after which nobody reads from that socket any more. */
function hangUpAfter(reply: FastifyReply): void {
  const { raw } = reply.header('connection', 'close')
  raw.once('finish', () => raw.socket?.destroySoon())
}

function isOwnRequest(request: FastifyRequest, caller: Caller): boolean {
  const { headers } = request
  // A program that holds the token is no browser page; one that sends an origin is treated as a page all the same.
  if (caller === 'program' && headers.origin === undefined) return true
  return isOwnOrigin({
    method: request.method,
    upgrade: headers.upgrade !== undefined,
    host: headers.host,
    origin: headers.origin,
    fetchSite: one(headers['sec-fetch-site']),
    fetchMode: one(headers['sec-fetch-mode']),
  })
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
