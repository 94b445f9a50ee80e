import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { pageSecurityHeaders } from '../hosts/content-security-policy.ts'
import type { Access, Caller } from './access.ts'
import { hostStylesPath, renderSignInPage } from './host-pages.ts'
import { isOwnHost, isOwnOrigin } from './loopback.ts'

/** Paths that answer without a token: they say nothing but that the process is there. */
const openPaths = new Set(['/health/live', '/health/ready', hostStylesPath])

/** On every answer. The page, and whatever else a browser shows, carries the whole policy besides. */
const answerHeaders = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' }

/**
 * Every request passes here before anything else sees it, in this order: does it name this host (or is it a rebinding),
 * does it bring a one-time token, who sends it, and did the host's own page send it.
 */
export function registerAccess(app: FastifyInstance, access: Access): void {
  app.addHook('onRequest', (request, reply, done) => {
    // An answer that is sent here ends the request; only `done` lets it go on.
    if (admit(request, reply, access)) done()
  })

  /** A fresh one-time address for a person, asked for by a program that holds the lock file's token. */
  app.post('/access/links', async (request, reply) => {
    const port = request.socket.localPort ?? 0
    const caller = access.identify({ authorization: request.headers.authorization, session: undefined })
    if (caller !== 'program') return reply.status(403).type('text/plain').send('Only programs may ask for links.')
    const url = `http://${request.headers.host ?? `127.0.0.1:${port}`}/?token=${access.mintOneTimeToken()}`
    return reply.header('cache-control', 'no-store').send({ url })
  })
}

function admit(request: FastifyRequest, reply: FastifyReply, access: Access): boolean {
  const { headers, url } = request
  const port = request.socket.localPort ?? 0
  reply.headers(answerHeaders)
  if (headers.upgrade !== undefined) hangUpAfter(reply)
  if (!isOwnHost(headers.host, port)) {
    reply.status(421).type('text/plain').send('This host does not answer to that name.')
    return false
  }
  if (openPaths.has(url)) return true
  const oneTimeToken =
    request.method === 'GET' && url.startsWith('/?') && new URLSearchParams(url.slice(2)).get('token')
  if (typeof oneTimeToken === 'string') {
    signIn(reply, { access, oneTimeToken, cookieName: access.cookieName(port) })
    return false
  }
  const caller = access.identify({
    authorization: headers.authorization,
    session: headers.cookie === undefined ? undefined : readCookie(headers.cookie, access.cookieName(port)),
  })
  if (caller === null) {
    refuseStranger(request, reply)
    return false
  }
  if (isOwnRequest(request, caller)) return true
  reply.status(403).type('text/plain').send('Only the page of this host may do this.')
  return false
}

function readCookie(header: string, name: string): string | undefined {
  const pair = header.split(';').find((part) => part.trimStart().startsWith(`${name}=`))
  return pair?.slice(pair.indexOf('=') + 1).trim()
}

function signIn(reply: FastifyReply, options: { access: Access; oneTimeToken: string; cookieName: string }) {
  const session = options.access.redeem(options.oneTimeToken)
  reply.header('cache-control', 'no-store')
  if (session === null) return sendSignInPage(reply, 'used-link')
  // No `Secure`: browsers treat loopback as safe, but keep secure cookies for https.
  reply.header('set-cookie', `${options.cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`)
  return reply.redirect('/', 303)
}

function refuseStranger(request: FastifyRequest, reply: FastifyReply) {
  reply.header('cache-control', 'no-store').header('www-authenticate', 'Bearer realm="diwan"')
  if (request.headers.accept?.includes('text/html')) return sendSignInPage(reply, 'no-session')
  return reply.status(401).send({ defined: false, code: 'UNAUTHORIZED', status: 401, message: 'no valid token' })
}

function sendSignInPage(reply: FastifyReply, reason: 'no-session' | 'used-link') {
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
