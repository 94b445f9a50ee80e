import { randomUUID } from 'node:crypto'

/** Where a host keeps a few small secrets for the engine, outside the data folder. */
export type SecretStore = {
  /** What people know it as; kept beside the data, to say where the key is when it is missing. */
  name: string
  get(id: string): Promise<string | null>
  set(id: string, value: string): Promise<void>
}

/** The keychain of an account. It is asked all the same when it did not answer: a person may be about to unlock it. */
export type Keychain = SecretStore & {
  /** False when it is there and did not answer: it is locked, or it waits for the person. */
  answers: boolean
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

export type KeychainPatience = {
  /** Milliseconds within which a keychain that is open answers; a host does not wait longer to start. */
  probe: number
  /** Milliseconds for a key that is needed: long enough for a person to type a password. */
  use: number
}

const usualPatience: KeychainPatience = { probe: 3_000, use: 60_000 }

/**
 * The keychain of this person's account, or null where there is none: a server without a desktop session, a container,
 * or `DIWAN_KEYCHAIN=off`. Whether it answers is tried, by writing, reading and deleting a value. One that does not is
 * not taken for none: whoever needs a key is told so by an error, and does not put a new one elsewhere.
 */
export async function openKeychain(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  patience: KeychainPatience = usualPatience,
): Promise<Keychain | null> {
  if (environment.DIWAN_KEYCHAIN === 'off') return null
  // Without a session bus there is no Secret Service, and asking for one can start a bus that nobody ends.
  if (process.platform === 'linux' && !environment.DBUS_SESSION_BUS_ADDRESS) return null
  const { AsyncEntry } = await import('@napi-rs/keyring')
  // Making an entry may ask the keychain already, and so fail.
  const use = <Answer>(id: string, work: (entry: Entry) => Promise<Answer>) =>
    within(patience.use, async () => work(new AsyncEntry(service, id, entryOptions)))
  const found = await probe((id) => new AsyncEntry(service, id, entryOptions), patience.probe)
  if (found === 'absent') return null
  return {
    name: names[process.platform] ?? 'keychain',
    answers: found === 'open',
    get: (id) => use(id, (entry) => entry.getPassword()),
    set: (id, value) => use(id, (entry) => entry.setPassword(value)),
  }
}

type Entry = {
  setPassword(value: string): Promise<void>
  getPassword(): Promise<string | null>
  deleteCredential(): Promise<boolean>
}

async function probe(openEntry: (id: string) => Entry, milliseconds: number): Promise<'open' | 'closed' | 'absent'> {
  const value = randomUUID()
  try {
    const kept = await within(milliseconds, async () => {
      const entry = openEntry(`probe-${value}`)
      await entry.setPassword(value)
      const read = await entry.getPassword()
      await entry.deleteCredential()
      return read
    })
    return kept === value ? 'open' : 'closed'
  } catch (error) {
    // Not swallowed: that it failed is the answer, and who needs a key gets the reason by asking for it.
    return isAbsent(error) ? 'absent' : 'closed'
  }
}

/**
 * What libdbus says when there is no bus at this address, or nothing on it that could be started as a Secret Service. The
 * other systems always have a keychain.
 */
const absent = /not provided by any|not activatable|no secret service provider|failed to connect to socket/i

function isAbsent(error: unknown): boolean {
  return process.platform === 'linux' && error instanceof Error && absent.test(error.message)
}

/** The keychain's library can't be stopped: what it was asked goes on, and its answer is passed over. */
async function within<Answer>(milliseconds: number, work: () => Promise<Answer>): Promise<Answer> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the keychain does not answer')), milliseconds)
  try {
    return await Promise.race([work(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
