import { randomUUID } from 'node:crypto'

/** Where a host keeps a few small secrets for the engine, outside the data folder. */
export type SecretStore = {
  /** What people know it as; kept beside the data, to say where the key is when it is missing. */
  name: string
  get(id: string): Promise<string | null>
  set(id: string, value: string): Promise<void>
}

const service = 'org.diwan.app'

const names: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
  linux: 'Secret Service',
}

/**
 * On Linux only the Secret Service will do: the library's other store is the kernel's keyring, which is empty after a
 * restart of the machine, and the documents would be lost with the key.
 */
const entryOptions = { linux: { store: 'secret-service' } } as const

/** A keychain that asks the person something may take its time, but a host does not wait for ever to start. */
const probeMilliseconds = 3_000

/**
 * The keychain of this person's account, or null where there is none that works: a server without a desktop session, a
 * container, or `DIWAN_KEYCHAIN=off`. Whether it works is tried, by writing, reading and deleting a value.
 */
export async function openKeychain(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SecretStore | null> {
  if (environment.DIWAN_KEYCHAIN === 'off') return null
  // Without a session bus there is no Secret Service, and asking for one can start a bus that nobody ends.
  if (process.platform === 'linux' && !environment.DBUS_SESSION_BUS_ADDRESS) return null
  const { AsyncEntry } = await import('@napi-rs/keyring')
  const entry = (id: string) => new AsyncEntry(service, id, entryOptions)
  const works = await probe(entry)
  if (!works) return null
  return {
    name: names[process.platform] ?? 'keychain',
    get: (id) => entry(id).getPassword(),
    set: (id, value) => entry(id).setPassword(value),
  }
}

type Entry = {
  setPassword(value: string, signal?: AbortSignal): Promise<void>
  getPassword(signal?: AbortSignal): Promise<string | null>
  deleteCredential(signal?: AbortSignal): Promise<boolean>
}

async function probe(openEntry: (id: string) => Entry): Promise<boolean> {
  const signal = AbortSignal.timeout(probeMilliseconds)
  const value = randomUUID()
  try {
    const entry = openEntry(`probe-${value}`)
    await entry.setPassword(value, signal)
    const kept = await entry.getPassword(signal)
    await entry.deleteCredential(signal)
    return kept === value
  } catch {
    // Not swallowed: the answer to "does it work" is no, and the engine then says where the key is instead.
    return false
  }
}
