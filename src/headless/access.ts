import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who a request comes from: a program with the token of the lock file, or a person's page with a session. */
export type Caller = 'program' | 'person'

export type Access = {
  /** Secret for programs; written to the lock file, which only its owner may read. */
  readonly bearerToken: string
  /** A new token that opens one session, once, within `linkMilliseconds`. */
  mintOneTimeToken(): string
  /** The secret of a new session, or null when the token is unknown, has expired or has been used. */
  redeem(oneTimeToken: string): string | null
  /** Whether an `Authorization` header carries the token for programs. */
  isProgram(authorization: string | undefined): boolean
  /** Whether this is the secret of a session of this host. */
  knowsSession(secret: string): boolean
}

/** How long a link may lie about, in a terminal's history or a process list, before it opens nothing any more. */
export const linkMilliseconds = 10 * 60_000

/** Sessions end with the host: nothing is kept on disk, and no token outlives the process that made it. */
export function createAccess(now: () => number = Date.now): Access {
  const bearerToken = newSecret()
  /** Digest of each unused token, and when it expires. Secrets are kept and looked up by digest only. */
  const links = new Map<string, number>()
  const sessions = new Set<string>()

  return {
    bearerToken,
    mintOneTimeToken() {
      for (const [link, expires] of links) if (expires <= now()) links.delete(link)
      const token = newSecret()
      links.set(digest(token), now() + linkMilliseconds)
      return token
    },
    redeem(oneTimeToken) {
      const link = digest(oneTimeToken)
      const expires = links.get(link)
      links.delete(link)
      if (expires === undefined || expires <= now()) return null
      const session = newSecret()
      sessions.add(digest(session))
      return session
    },
    isProgram(authorization) {
      const sent = readBearer(authorization)
      return sent !== null && timingSafeEqual(Buffer.from(digest(sent)), Buffer.from(digest(bearerToken)))
    },
    // The time that a look-up takes may tell something about the digest, and nothing about the secret.
    knowsSession: (secret) => sessions.has(digest(secret)),
  }
}

/** The secret of an `Authorization: Bearer` header, or null when it is none. */
export function readBearer(authorization: string | undefined): string | null {
  return /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1] ?? null
}

/** 256 bits, safe in addresses, headers and names of protocols. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
