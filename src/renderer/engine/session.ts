import { SessionAnswer, sessionFragment, sessionPath } from '../../contract/page-session.ts'

const storageKey = 'diwan-session'
const offer = new RegExp(`^#${sessionFragment}=([\\w-]{1,200})$`)

export type Session = {
  /** The secret to try now; null when this page needs a fresh link. */
  secret(): string | null
  /** The host let this secret in: later visits use it too. */
  keep(secret: string): void
  /** The host does not know this secret. */
  forget(secret: string): void
}

type Place = {
  location: Pick<Location, 'hash' | 'pathname'>
  history: Pick<History, 'replaceState' | 'state'>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/**
 * What lets this page in. A secret in the page's address is taken out of it at once, so that it is neither copied nor
 * bookmarked, and replaces the kept one only when the host knows it: any site can open an address with a made-up one.
 */
export function createSession({ location, history, storage }: Place): Session {
  let offered = offer.exec(location.hash)?.[1] ?? null
  if (offered !== null) history.replaceState(history.state, '', location.pathname)
  return {
    // Read each time: a fresh link that was opened in another tab lets this one in as well.
    secret: () => offered ?? storage.getItem(storageKey),
    keep(secret) {
      if (secret !== offered) return
      storage.setItem(storageKey, secret)
      offered = null
    },
    forget(secret) {
      if (secret === offered) offered = null
      if (secret === storage.getItem(storageKey)) storage.removeItem(storageKey)
    },
  }
}

/** Calls back when another tab was let in. */
export function onFreshSession(callback: () => void): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === storageKey && newValue !== null) callback()
  })
}

/** Throws when no host answers, or something that is none. */
export async function askWhetherKnown(secret: string): Promise<boolean> {
  const response = await fetch(sessionPath, { headers: { authorization: `Bearer ${secret}` }, cache: 'no-store' })
  return SessionAnswer.parse(await response.json()).known
}
