import { type OpenExternally, withOpenPolicy } from '../hosts/open-externally.ts'
import { canOpenBrowser, openBrowser } from './open-browser.ts'

/** As long as the system is given to say that it has no program for a file. */
const patienceMilliseconds = 2_000

/**
 * Opens a file for the person in front of this machine's screen. The host listens on loopback only, so that whoever asks
 * is on this machine; without a screen, as in a session from elsewhere, nothing is opened.
 */
export function createFileOpener(environment: NodeJS.ProcessEnv = process.env): OpenExternally {
  return withOpenPolicy(async (path) => {
    if (!canOpenBrowser(environment)) return 'no-program'
    // What opens an address opens a file: each is handed over as one argument, through no shell.
    const failure = await openBrowser(path, AbortSignal.timeout(patienceMilliseconds))
    return failure === null ? 'opened' : 'no-program'
  })
}
