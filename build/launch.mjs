/**
 * The way into every command of package.json. It has no dependency and runs on any Node from 18, because on a fresh clone
 * nothing else is there: it installs what is missing, goes on under the project's own Node, builds, and runs.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from './launch/commands.mjs'
import { ensureInstalled } from './launch/install.mjs'
import { modulesFolder, projectNode, say } from './launch/paths.mjs'
import { childEnvironment, endLike, handOver } from './launch/processes.mjs'

// Read and taken away at once: what the command starts may be a launcher of its own.
const secondRound = process.env.DIWAN_SECOND_ROUND !== undefined
delete process.env.DIWAN_SECOND_ROUND

const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]

if (command === undefined) {
  say(`Usage: node build/launch.mjs ${Object.keys(commands).join(' | ')}`)
  process.exitCode = 2
} else {
  try {
    await launch(command)
  } catch (error) {
    say(`diwan: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

/** @param {(args: string[]) => Promise<void>} run */
async function launch(run) {
  const installed = await ensureInstalled()
  const wanted = JSON.parse(readFileSync(join(modulesFolder, 'node', 'package.json'), 'utf8')).version
  if (!installed && process.version === `v${wanted}`) return run(args)
  // Once only: the child runs on the wanted version and has nothing left to install, or nothing ever will be right.
  if (secondRound) {
    throw new Error(
      `node_modules does not fit: it names Node ${wanted}, and its Node is ${process.version}. Remove it and try again.`,
    )
  }
  const env = { ...childEnvironment(), DIWAN_SECOND_ROUND: 'yes' }
  endLike(await handOver(projectNode, [...process.argv.slice(1)], { cwd: process.cwd(), env }))
}
