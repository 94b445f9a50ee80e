import { existsSync } from 'node:fs'
import { findChromium, findProgram } from './chromium.mjs'
import { say } from './paths.mjs'
import { childEnvironment, run } from './processes.mjs'

/**
 * Installs what tests drive from outside the project (Chromium, poppler's pdftotext, qpdf, a message bus), where the machine lets us: Debian,
 * as root. Elsewhere the tests that need them are skipped with a reason.
 * @returns {Promise<string | undefined>} why something is still missing
 */
export async function ensureBrowserTools() {
  const missing = [
    ...(findChromium() === undefined ? ['chromium', 'fonts-liberation', 'fonts-noto-core'] : []),
    ...(findProgram('pdftotext') === undefined ? ['poppler-utils'] : []),
    ...(findProgram('qpdf') === undefined ? ['qpdf'] : []),
    ...(findProgram('dbus-daemon') === undefined ? ['dbus-daemon'] : []),
  ]
  if (missing.length === 0) return undefined
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    return `not on this machine: ${missing.join(', ')} (install it, or name a Chromium in CHROMIUM_PATH)`
  }
  say(`Installing ${missing.join(', ')} for the tests…`)
  const env = { ...childEnvironment(), DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...missing]
  for (const args of [['update', '-q'], install]) {
    const ended = await run('apt-get', args, { output: 'capture', env })
    if (ended.code !== 0) return `apt-get ${args[0]} failed: ${ended.output.trim().split('\n').at(-1)}`
  }
  return undefined
}
