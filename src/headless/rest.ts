import type { AnyContractRouter } from '@orpc/contract'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../contract/call-context.ts'
import { CallHeadersPlugin } from '../hosts/call-headers.ts'
import type { EngineRouter } from '../hosts/rpc-channel.ts'
import { openRoute, sendPage } from './access-hooks.ts'
import { createApiDocument } from './openapi.ts'
import { renderApiGuide } from './openapi-page.ts'

export type RestOptions = {
  router: EngineRouter
  contract: AnyContractRouter
  version: string
  /** Largest body of a call, in bytes. */
  maximumJsonBytes: number
  /** Largest body of an upload, in bytes. */
  maximumUploadBytes: number
  /** Takes what failed without being the caller's mistake. */
  onError?: (error: unknown) => void
}

export const apiPrefix = '/api'

/** An answer is data for a program: whatever a browser makes of it may run, load and show nothing, and is not kept. */
const answerHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

/** Statuses that a body can be refused with before a procedure sees it. */
const refusals: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
}

/** The REST door: every procedure at its path under `/api`, streams as server-sent events, and the document of it all. */
export async function registerRest(app: FastifyInstance, options: RestOptions): Promise<void> {
  const schemaConverters = [new ZodToJsonSchemaConverter()]
  const handler = new OpenAPIHandler<CallContext>(options.router, {
    plugins: [new CallHeadersPlugin(), new SmartCoercionPlugin({ schemaConverters })],
  })
  // Made on first use: most hosts are never asked for it.
  let document: ReturnType<typeof createApiDocument> | undefined
  const describe = () => {
    document ??= createApiDocument(options.contract, options.version)
    return document
  }

  await app.register(
    async (scope) => {
      readBodies(scope, options)
      scope.setErrorHandler((error: FastifyError, request, reply) => {
        const status = error.statusCode ?? 500
        if (status === 413) return refuseSize(reply, limitOf(request, options))
        if (!(status in refusals)) options.onError?.(error)
        return refuse(reply, status in refusals ? status : 500)
      })
      scope.addHook('onRequest', async (_request, reply) => {
        reply.headers(answerHeaders)
      })
      scope.addHook('onSend', async (_request, reply) => {
        // Originals are saved and not shown: one may be a page of its own, with this host's origin.
        const disposition = reply.getHeader('content-disposition')
        if (typeof disposition !== 'string') return
        reply.header('content-disposition', disposition.replace(/^inline\b/, 'attachment'))
      })
      // The interface is the same for everybody and holds no data; people read it in a browser, which has no token.
      scope.get('/openapi.json', openRoute, async () => describe())
      scope.get('/docs', openRoute, async (_request, reply) => {
        const page = renderApiGuide(await describe())
        return sendPage(reply, page)
      })
      scope.all('/*', async (request, reply) => {
        const { matched } = await handler.handle(request, reply, { prefix: apiPrefix, context: { door: 'rest' } })
        return matched ? reply : refuse(reply, 404)
      })
    },
    { prefix: apiPrefix },
  )
}

/** Bodies are read here, where their size is limited, and not by oRPC, which would read them without an end. */
function readBodies(scope: FastifyInstance, { maximumJsonBytes, maximumUploadBytes }: RestOptions): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: maximumJsonBytes },
    async (_request: FastifyRequest, body: string) => {
      if (body.trim() === '') return undefined
      try {
        return JSON.parse(body) as unknown
      } catch (cause) {
        throw Object.assign(new Error('The body is not JSON.', { cause }), { statusCode: 400 })
      }
    },
  )
  scope.addContentTypeParser(
    /^multipart\/form-data/,
    { parseAs: 'buffer', bodyLimit: maximumUploadBytes },
    async (request: FastifyRequest, body: Buffer) => {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      try {
        return await new Response(body as Buffer<ArrayBuffer>, { headers }).formData()
      } catch (cause) {
        throw Object.assign(new Error('The body is not a form.', { cause }), { statusCode: 400 })
      }
    },
  )
}

function limitOf(request: FastifyRequest, { maximumJsonBytes, maximumUploadBytes }: RestOptions): number {
  return request.headers['content-type']?.startsWith('multipart/') ? maximumUploadBytes : maximumJsonBytes
}

function refuseSize(reply: FastifyReply, maximumBytes: number): FastifyReply {
  const message = `a body has ${maximumBytes} bytes at most; larger files are imported by their path`
  // The rest of the body is read and thrown away: a caller that is hung up on while it sends never reads why.
  return reply
    .removeHeader('connection')
    .status(413)
    .send({ defined: false, code: 'PAYLOAD_TOO_LARGE', status: 413, message, data: { maximumBytes } })
}

/** An answer in the shape of oRPC's errors, so that a client sees one kind of failure. */
function refuse(reply: FastifyReply, status: number): FastifyReply {
  const code = refusals[status] ?? 'INTERNAL_SERVER_ERROR'
  return reply.status(status).send({ defined: false, code, status, message: code.toLowerCase().replaceAll('_', ' ') })
}
