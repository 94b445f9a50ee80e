import { ProxyLogin } from '../../contract/network.ts'
import type { Secrets } from './secrets.ts'

/** Name of the secret that holds user and password for proxies, as JSON. */
const secretName = 'network/proxy-login'

export type ProxyLoginKeeper = {
  /** @throws SecretError when it does not open with this data key */
  get(): Promise<ProxyLogin | null>
  set(login: ProxyLogin | null): Promise<void>
}

/** Read from the disk once: it is asked with every call. */
export function createProxyLoginKeeper(secrets: Secrets): ProxyLoginKeeper {
  let kept: Promise<ProxyLogin | null> | null = null

  async function read(): Promise<ProxyLogin | null> {
    const text = await secrets.get(secretName)
    return text === null ? null : ProxyLogin.parse(JSON.parse(text))
  }

  return {
    get() {
      const reading = kept ?? read()
      kept = reading
      reading.catch(() => {
        kept = null
      })
      return reading
    },
    async set(login) {
      if (login === null) await secrets.remove(secretName)
      else await secrets.set(secretName, JSON.stringify(login))
      kept = null
    },
  }
}
