import type { Socket } from 'node:net'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import type { AnyContractRouter } from '@orpc/contract'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { WebSocket } from 'ws'
import { socketProtocol } from '../contract/page-session.ts'
import { pageSecurityHeaders } from '../hosts/content-security-policy.ts'
import { createFrameHandler, defaultMaximumFrameBytes, type EngineRouter } from '../hosts/rpc-channel.ts'
import type { Access } from './access.ts'
import { openRoute, refuseOtherHost, registerAccess, sendPage } from './access-hooks.ts'
import { hostStyles, hostStylesPath, renderMissingPage } from './host-pages.ts'
import { registerRest } from './rest.ts'
import { serveWebSocket } from './websocket.ts'

/** What a host serves: the engine, or in tests anything of its shape. */
export type ServedEngine = {
  router: EngineRouter
  contract: AnyContractRouter
  version: string
  /** Text in the Prometheus exposition format. */
  metrics(): Promise<string>
  /** False while calls would fail: starting, stopping, or a part that everything needs is broken. */
  isReady(): Promise<boolean>
}

export type ServerOptions = {
  engine: ServedEngine
  access: Access
  /** Folder of the built page; null serves everything but the page. */
  pageFolder: string | null
  limits?: Partial<ServerLimits>
  /** Takes what went wrong in the host itself; failed calls are in the engine's own log. */
  onError?: (error: unknown) => void
}

export type ServerLimits = {
  maximumJsonBytes: number
  maximumUploadBytes: number
  maximumFrameBytes: number
  /** Milliseconds within which a request's headers and body must have arrived. */
  requestTimeout: number
}

const defaultLimits: ServerLimits = {
  maximumJsonBytes: 8 * 1024 * 1024,
  // A form is in memory several times over while it is parsed. Programs on this machine add larger files by their path.
  maximumUploadBytes: 64 * 1024 * 1024,
  maximumFrameBytes: defaultMaximumFrameBytes,
  requestTimeout: 120_000,
}

/** Closing a socket whose host is going away (RFC 6455 section 7.4.1). */
const goingAway = 1001
const goodByeMilliseconds = 1_000
const frameMarginBytes = 1024 * 1024

/** The whole host, apart from listening: `startServer` does that, and tests do it on a port of their own. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const limits = { ...defaultLimits, ...options.limits }
  const { engine } = options
  const app = fastify({
    logger: false,
    requestTimeout: limits.requestTimeout,
    bodyLimit: limits.maximumJsonBytes,
    // Streams and sockets live as long as their reader; closing the host ends them.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_000 },
    // An address that cannot be parsed comes to no route and to no hook, and is checked here instead.
    frameworkErrors(error, request, reply) {
      if (!refuseOtherHost(request, reply)) sendFailure(reply, error.statusCode ?? 500)
    },
  })

  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) options.onError?.(error)
    return sendFailure(reply, status)
  })
  registerAccess(app, options.access)

  app.get('/health/live', openRoute, async () => ({ status: 'live' }))
  app.get('/health/ready', openRoute, async (_request, reply) => {
    const ready = await engine.isReady()
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await engine.metrics()),
  )
  app.get(hostStylesPath, openRoute, async (_request, reply) => reply.type('text/css; charset=utf-8').send(hostStyles))

  endConnections(app)
  await registerSockets(app, { ...options, ...limits })
  await registerRest(app, { ...engine, ...limits, ...(options.onError ? { onError: options.onError } : {}) })
  await registerPage(app, options.pageFolder)
  return app
}

/**
 * Who asks for a socket while the host closes is refused by the framework itself, before any hook of ours. Its connection
 * then belongs to nobody and would hold up the closing host for ever: after the good-bye, all that are left are ended.
 */
function endConnections(app: FastifyInstance): void {
  const connections = new Set<Socket>()
  app.server.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  app.addHook('preClose', (done) => {
    setTimeout(() => {
      for (const connection of connections) connection.destroy()
    }, 2 * goodByeMilliseconds).unref()
    done()
  })
}

function sendFailure(reply: FastifyReply, status: number): FastifyReply {
  return reply
    .status(status)
    .type('text/plain')
    .send(status >= 500 ? 'internal error' : 'refused')
}

async function registerSockets(app: FastifyInstance, options: ServerOptions & ServerLimits): Promise<void> {
  const { engine, maximumFrameBytes, onError } = options
  const handler = createFrameHandler(engine.router)
  // In a scope of its own, so that what the plugin does for every request it sees is not done for REST calls.
  await app.register(async (scope) => {
    await scope.register(websocket, {
      options: {
        // Past the door's own limit by a margin, so that a frame just over it is refused by name and not by hanging up.
        maxPayload: maximumFrameBytes + frameMarginBytes,
        // The second protocol that a page names is its secret, and is never sent back.
        handleProtocols: (protocols) => (protocols.has(socketProtocol) ? socketProtocol : false),
      },
      preClose(done) {
        closeSockets(scope.websocketServer.clients)
        scope.websocketServer.close(() => done())
      },
    })
    scope.get('/rpc', { websocket: true, config: { access: 'page' } }, (socket) => {
      serveWebSocket(handler, socket, { maximumFrameBytes, ...(onError ? { onError } : {}) })
    })
  })
}

/** Says good-bye to every socket, and hangs up on those that do not answer in time. */
function closeSockets(sockets: ReadonlySet<WebSocket>): void {
  for (const socket of sockets) {
    socket.close(goingAway, 'host is closing')
    const timer = setTimeout(() => socket.terminate(), goodByeMilliseconds)
    socket.once('close', () => clearTimeout(timer))
  }
}

/** The page is the application's code and holds nothing of the person's: it is served to whoever asks this host. */
async function registerPage(app: FastifyInstance, folder: string | null): Promise<void> {
  if (folder === null) {
    app.get('/', openRoute, async (_request, reply) => sendPage(reply.status(503), renderMissingPage()))
    return
  }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...openRoute.config }
    })
    await scope.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // The build names its assets by their content; everything else may change under the same name.
        const isNamedByContent = path.startsWith(join(folder, 'assets'))
        reply.headers(pageSecurityHeaders)
        reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  })
}
