import { constants, existsSync } from 'node:fs'
import { access, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Health, HealthPart } from '../contract/health.ts'
import { openKeychain } from '../hosts/secret-store.ts'
import type { CommandContext } from './command.ts'
import { toCommandError } from './command-error.ts'
import { connect } from './connect.ts'
import { readHolder } from './engine-host.ts'
import { isNetworkFileSystem, nameFileSystem } from './file-system.ts'
import { formatBytes } from './format.ts'
import { findPageFolder, readVersion } from './installation.ts'
import { notices } from './notices.ts'

export type Finding = { name: string; status: 'ok' | 'warn' | 'fail'; message: string; nextStep?: string }

const scarceBytes = 2e9
const tooFewBytes = 200e6

/** Looks at everything that Diwan stands on, from the outside in; each part that cannot be looked at is a finding. */
export async function examine(context: CommandContext): Promise<Finding[]> {
  const findings = [
    examineVersions(),
    ...(await examineFolder(context.dataFolder)),
    examinePage(),
    await examineKeychain(),
  ]
  if (findings.some(({ status }) => status === 'fail')) return findings
  return [...findings, ...(await examineEngine(context))]
}

function examineVersions(): Finding {
  const message = `Diwan ${readVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`
  const isSupported = Number(process.versions.node.split('.')[0]) >= 24
  return isSupported
    ? { name: 'version', status: 'ok', message }
    : { name: 'version', status: 'fail', message, nextStep: 'Run Diwan with Node 24 or later; "npm run diwan" does.' }
}

async function examineFolder(dataFolder: string): Promise<Finding[]> {
  const present = nearestFolder(dataFolder)
  const { bavail, bsize, type } = await statfs(present)
  const free = bavail * bsize
  const space = { name: 'disk space', message: `${formatBytes(free)} free` }
  const spaceFinding: Finding =
    free >= scarceBytes
      ? { ...space, status: 'ok' }
      : {
          ...space,
          status: free < tooFewBytes ? 'fail' : 'warn',
          nextStep: 'Free some space, or move the data folder.',
        }
  return [
    await examinePermissions(dataFolder, present),
    examineFileSystem(await nameFileSystem(present, type)),
    spaceFinding,
  ]
}

/** The folder's lock is the file system's; over a network two machines may both be given it. */
function examineFileSystem(name: string): Finding {
  return isNetworkFileSystem(name)
    ? {
        name: 'file system',
        status: 'warn',
        message: `${name}, over a network: its locks may not keep a second Diwan out`,
        nextStep: 'Move the data folder to a disk of this machine.',
      }
    : { name: 'file system', status: 'ok', message: name }
}

async function examinePermissions(dataFolder: string, present: string): Promise<Finding> {
  const name = 'data folder'
  try {
    await access(present, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    // Whatever the system calls it, the answer to the question that was asked is no.
    const message = `${present} may not be read and written`
    return { name, status: 'fail', message, nextStep: 'Give yourself permission, or choose another with --data.' }
  }
  if (present !== dataFolder) return { name, status: 'ok', message: `${dataFolder} (will be made on first use)` }
  const entry = await stat(dataFolder)
  if (!entry.isDirectory()) {
    return { name, status: 'fail', message: `${dataFolder} is not a folder`, nextStep: 'Choose another with --data.' }
  }
  const isOpenToOthers = process.platform !== 'win32' && (entry.mode & 0o077) !== 0
  return isOpenToOthers
    ? { name, status: 'warn', message: `${dataFolder} can be read by others`, nextStep: `chmod 700 "${dataFolder}"` }
    : { name, status: 'ok', message: dataFolder }
}

/** The folder itself, or the nearest one above it that exists. */
function nearestFolder(path: string): string {
  const parent = dirname(path)
  return existsSync(path) || parent === path ? path : nearestFolder(parent)
}

function examinePage(): Finding {
  return findPageFolder() === null
    ? { name: 'page', status: 'warn', message: 'has not been built', nextStep: 'Build it with: npm run build' }
    : { name: 'page', status: 'ok', message: 'built' }
}

async function examineKeychain(): Promise<Finding> {
  const keychain = await openKeychain()
  if (keychain !== null && !keychain.answers) {
    const message = `${keychain.name} is locked or does not answer`
    return { name: 'keychain', status: 'warn', message, nextStep: 'Unlock it, then try again.' }
  }
  return keychain === null
    ? {
        name: 'keychain',
        status: 'warn',
        message: 'this machine offers none that works',
        nextStep: 'New data folders can be protected with --passphrase-file instead of a key file.',
      }
    : { name: 'keychain', status: 'ok', message: keychain.name }
}

async function examineEngine(context: CommandContext): Promise<Finding[]> {
  if (!existsSync(context.dataFolder)) return []
  const holder = await readHolder(context.dataFolder)
  const where = holder?.address ? `at ${holder.address}` : 'without an address'
  const message = holder === null ? 'free' : `held by process ${holder.pid} ${where}`
  const lock: Finding = { name: 'lock', status: 'ok', message }
  try {
    await using connection = await connect({ ...context, signal: context.terminal.signal })
    const health = await connection.client.health.get()
    return [lock, ...describeHealth(health)]
  } catch (error) {
    const { complaint } = toCommandError(error)
    const finding: Finding = { name: 'engine', status: 'fail', message: complaint.message }
    return [lock, complaint.nextStep ? { ...finding, nextStep: complaint.nextStep } : finding]
  }
}

function describeHealth({ parts }: Health): Finding[] {
  return parts.map((part) => {
    const known = part.notice === null ? undefined : notices[part.notice]
    const time = part.milliseconds === null ? '' : ` (${part.milliseconds.toFixed(1)} ms)`
    return {
      name: part.name === 'languageModel' ? 'model' : part.name,
      status: statusOf(part),
      message: `${known?.message ?? part.notice ?? part.status}${time}`,
      ...(known?.nextStep ? { nextStep: known.nextStep } : {}),
    }
  })
}

function statusOf({ status, notice }: HealthPart): Finding['status'] {
  if (status === 'unhealthy') return 'fail'
  return status === 'degraded' || notice === 'KEY_IN_FILE' ? 'warn' : 'ok'
}
