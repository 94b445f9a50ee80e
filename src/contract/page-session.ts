import { z } from 'zod'

/**
 * How a page in a browser is let in, without a cookie: browsers send cookies to every port of a machine, so that each
 * other local server would be handed the session. A one-time link redirects to `/#session=SECRET`; the page keeps the
 * secret in the storage of its origin, which is one per port, and sends it as the second protocol of its WebSocket.
 */
export const sessionFragment = 'session'

/** The protocol that both ends speak over the socket; the one the host answers with. */
export const socketProtocol = 'diwan'

/** `GET` with `Authorization: Bearer SECRET`: a refused socket does not tell a page why, this does. */
export const sessionPath = '/access/session'

export const SessionAnswer = z.object({ known: z.boolean() })
export type SessionAnswer = z.infer<typeof SessionAnswer>
