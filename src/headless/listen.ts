import type { FastifyInstance } from 'fastify'
import { loopbackAddress } from './loopback.ts'

export type Listening = { address: string; port: number }

/** Listens on loopback; port 0 takes a free one. Throws `NotLoopbackError`, or the system's error when the port is taken. */
export async function listen(app: FastifyInstance, options: { host: string; port: number }): Promise<Listening> {
  const host = loopbackAddress(options.host)
  await app.listen({ host, port: options.port })
  const bound = app.server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
  const name = host === '::1' ? '[::1]' : host
  return { address: `http://${name}:${bound.port}`, port: bound.port }
}
