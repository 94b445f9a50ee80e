import { fileURLToPath } from 'node:url'
import { findNetError, NetError } from '../net-error.ts'
import { readSmallFile, SmallFileError } from '../read-small-file.ts'
import { createPacThread, type PacLimits } from './pac-thread.ts'
import { type Route, readProxyList } from './proxy.ts'

/** The script that an organisation gives its machines (PAC): which proxy for which server. */
export type Pac = {
  /** @throws NetError PROXY_SCRIPT when it can't be read or fails, never a direct call instead */
  find(address: string, url: URL): Promise<Route[]>
  /** Whether the latest attempt to read or run one failed. */
  hasFailed(): boolean
  close(): Promise<void>
}

const mostBytes = 1_048_576
/** Networks change under a laptop, and administrators change scripts. */
const scriptMs = 10 * 60_000
/** What it says of one server. */
const answerMs = 5 * 60_000
const mostAnswers = 1_000

type Kept<Value> = { value: Promise<Value>; until: number }

/** `download` fetches a script from a server, straight. */
export function createPac(options: {
  download: (url: string, mostBytes: number) => Promise<string>
  now?: () => number
  limits?: PacLimits
}): Pac {
  const { download, now = Date.now } = options
  const thread = createPacThread(options.limits)
  let script: (Kept<string> & { address: string }) | null = null
  const answers = new Map<string, Kept<Route[]>>()
  let failed = false

  function read(address: string): Promise<string> {
    if (script !== null && script.address === address && script.until > now()) return script.value
    answers.clear()
    const reading = { address, until: now() + scriptMs, value: load(address) }
    script = reading
    // The next call tries anew.
    reading.value.catch(() => {
      if (script === reading) script = null
    })
    return reading.value
  }

  async function load(address: string): Promise<string> {
    try {
      return address.startsWith('file:')
        ? await readSmallFile(fileURLToPath(address), mostBytes)
        : await download(address, mostBytes)
    } catch (error) {
      const inner = findNetError(error)
      // Being offline is no fault of the script.
      if (inner?.code === 'OFFLINE') throw inner
      const said = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      const reason = inner?.message ?? (error instanceof SmallFileError ? error.message : said)
      throw new NetError('PROXY_SCRIPT', `the proxy script can't be read: ${reason}`, { cause: error })
    }
  }

  function ask(text: string, url: URL): Promise<Route[]> {
    const kept = answers.get(url.origin)
    if (kept !== undefined && kept.until > now()) return kept.value
    const asked = { until: now() + answerMs, value: thread.run(text, url).then(readProxyList) }
    if (answers.size >= mostAnswers) answers.clear()
    answers.set(url.origin, asked)
    asked.value.catch(() => {
      if (answers.get(url.origin) === asked) answers.delete(url.origin)
    })
    return asked.value
  }

  return {
    async find(address, url) {
      try {
        const routes = await ask(await read(address), url)
        failed = false
        return routes
      } catch (error) {
        failed = findNetError(error)?.code === 'PROXY_SCRIPT'
        throw error
      }
    },
    hasFailed: () => failed,
    close: () => thread.close(),
  }
}
