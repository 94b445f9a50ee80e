import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether this process belongs to a person in front of a screen. */
export function canOpenBrowser(environment: Environment = process.env, platform = process.platform): boolean {
  if (environment.SSH_CONNECTION) return false
  return platform === 'darwin' || platform === 'win32' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** What opens a browser says within this time that it cannot; later it may be the browser itself that ends. */
const failureMilliseconds = 5_000

/**
 * Opens an address in the person's browser. Settles with the reason when the system says that it could not, and with
 * null when it did, has not said anything in time, or nobody waits any more; whether a window appears, nobody tells.
 */
export function openBrowser(url: string, signal: AbortSignal): Promise<string | null> {
  const [program, ...words] = browserCommand(url, process.platform)
  // Detached, because some systems run the browser in this process, and it must outlive the command.
  const child = spawn(program, words, { stdio: 'ignore', detached: true })
  child.unref()
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), failureMilliseconds)
    const settle = (reason: string | null) => {
      clearTimeout(timer)
      resolve(reason)
    }
    signal.addEventListener('abort', () => settle(null), { once: true })
    child.once('error', (error) => settle(error.message))
    child.once('exit', (code, signal) => settle(code === 0 ? null : `${program} ended with ${code ?? signal}`))
  })
}

function browserCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url]
  // Not through cmd.exe, to which & and ^ in an address mean something.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
