import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether this process belongs to a person in front of a screen. */
export function canOpenBrowser(environment: Environment = process.env, platform = process.platform): boolean {
  if (environment.SSH_CONNECTION) return false
  return platform === 'darwin' || platform === 'win32' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** Opens an address in the person's browser. Whether it appears is up to the system; the address is printed as well. */
export async function openBrowser(url: string): Promise<void> {
  const [program, ...words] = browserCommand(url, process.platform)
  const child = spawn(program, words, { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write(`No browser could be opened. Open this address: ${url}\n`))
  child.unref()
}

function browserCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url]
  // Not through cmd.exe, to which & and ^ in an address mean something.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
