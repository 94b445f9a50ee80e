import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineCommand, EngineReport } from './engine-control.ts'

/** What a machine runs on; `unknown` where it does not tell. The contract's. */
export type PowerSource = 'mains' | 'battery' | 'unknown'
export type ReadPower = () => Promise<PowerSource>

const linuxFolder = '/sys/class/power_supply'

/** Reads what Linux says of its power supplies. Other systems, and machines without any, are not known. */
export async function readLinuxPower(folder = linuxFolder): Promise<PowerSource> {
  const supplies = await Promise.all((await listFolder(folder)).map((name) => readSupply(join(folder, name))))
  const own = supplies.filter(({ scope }) => scope !== 'Device')
  // One that is plugged in is enough, also where another one is not.
  if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return 'mains'
  const batteries = own.filter(({ type }) => type === 'Battery')
  if (batteries.some(({ status }) => status === 'Discharging')) return 'battery'
  return batteries.some(({ status }) => status === 'Charging' || status === 'Full') ? 'mains' : 'unknown'
}

/** The answer to an engine in another process. Without a reader nobody knows. */
export async function answerPowerRequest(
  read: ReadPower | undefined,
  { request }: Extract<EngineReport, { type: 'power-get' }>,
): Promise<EngineCommand> {
  return { type: 'power-value', request, source: (await read?.()) ?? 'unknown' }
}

/** `scope` is `Device` for the battery of a mouse or a headset. */
async function readSupply(folder: string) {
  const [type, scope, online, status] = await Promise.all(
    ['type', 'scope', 'online', 'status'].map((name) => readLine(join(folder, name))),
  )
  return { type, scope, online, status }
}

/** A machine without power supplies has no such folder, a supply only the files that it knows the values of. */
async function listFolder(folder: string): Promise<string[]> {
  return (await unlessMissing(readdir(folder))) ?? []
}

async function readLine(path: string): Promise<string | undefined> {
  return (await unlessMissing(readFile(path, 'utf8')))?.trim()
}

/** Of these files also an error of the device says that there is no value just now. */
const noValue: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENODATA', 'EIO', 'EACCES', 'EPERM'])

async function unlessMissing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && noValue.has(error.code)) return undefined
    throw error
  }
}
