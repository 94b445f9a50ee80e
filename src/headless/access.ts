import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who a request comes from: a program with the token of the lock file, or a person's browser with a session. */
export type Caller = 'program' | 'person'

export type Access = {
  /** Secret for programs; written to the lock file, which only its owner may read. */
  readonly bearerToken: string
  /** Carries the port, because browsers send cookies to every port of a host. */
  cookieName(port: number): string
  /** A new token that opens one session, once. */
  mintOneTimeToken(): string
  /** The secret of a new session, or null when the token is unknown or has been used. */
  redeem(oneTimeToken: string): string | null
  identify(credentials: { authorization: string | undefined; session: string | undefined }): Caller | null
}

/** Sessions end with the host: nothing is kept on disk, and no token outlives the process that made it. */
export function createAccess(): Access {
  const bearerToken = newSecret()
  const oneTimeTokens = new Set<string>()
  const sessions = new Set<string>()

  return {
    bearerToken,
    cookieName: (port) => `diwan_session_${port}`,
    mintOneTimeToken() {
      const token = newSecret()
      oneTimeTokens.add(digest(token).toString('hex'))
      return token
    },
    redeem(oneTimeToken) {
      if (!oneTimeTokens.delete(digest(oneTimeToken).toString('hex'))) return null
      const session = newSecret()
      sessions.add(digest(session).toString('hex'))
      return session
    },
    identify({ authorization, session }) {
      const sent = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1]
      if (sent !== undefined) return isSameSecret(sent, bearerToken) ? 'program' : null
      // Looked up by digest, so that the time a look-up takes says nothing about the secret.
      return session !== undefined && sessions.has(digest(session).toString('hex')) ? 'person' : null
    },
  }
}

/** 256 bits, safe in URLs, headers and cookies. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Compares in the same time wherever the first difference is. The length is no secret: all tokens have the same. */
function isSameSecret(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}
