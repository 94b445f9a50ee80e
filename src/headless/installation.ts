import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

// From src/headless/ and from out/node/, where the build puts this module, the package is two folders up.
const root = new URL('../../', import.meta.url)

const Package = z.object({ version: z.string() })

export function readVersion(): string {
  return Package.parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))).version
}

const program = existsSync(new URL('src/headless/cli.ts', root)) ? 'npm run -s diwan --' : 'diwan'

/** What a person types to run a command: in a clone Diwan is a script of the project and not a program. */
export function howToRun(command: string): string {
  return `${program} ${command}`
}

/** Folder of the built page, or null when it has not been built. */
export function findPageFolder(): string | null {
  const page = new URL('out/page/', root)
  return existsSync(new URL('index.html', page)) ? fileURLToPath(page) : null
}
