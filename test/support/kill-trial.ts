import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'
import { type MixedFiles, writeMixedFiles } from './mixed-files.ts'
import type { SmallDisk } from './small-disk.ts'
import { checkStore, type StoreCheck } from './store-check.ts'

/** One ingestion to its end, and what was found afterwards. */
export type KillRound = {
  /** Starts of the one file that was interrupted most. */
  mostAttempts: number
  job: { state: string; total: number; ready: number; failed: number; unchanged: number }
  /** Generated files whose own word does not lead to exactly the one document. */
  notFound: string[]
  check: StoreCheck
}

export type KillTrial = {
  kills: number
  /** Kills while the process was still starting, before its queue ran. */
  killsAtStart: number
  /** Kills in the first, second, third and last quarter of the files. */
  killsByQuarter: [number, number, number, number]
  files: number
  /** Times that a process ended because the disk was full. */
  fullDisks: number
  /** A machine that reads everything between two kills needs more than one ingestion to be killed often enough. */
  rounds: KillRound[]
  seconds: number
}

const script = join(import.meta.dirname, 'ingest-child.ts')
const realDocuments = join(import.meta.dirname, '../../../shared/data/documents')

/** One in six kills comes while the process starts: recovery and migration must survive it too. */
const killAtStart = 1 / 6

export type KillTrialOptions = {
  kills: number
  files: number
  seed: number
  /** Steps the clock of every third process an hour back while it works. */
  clockSteps?: boolean
  /** A disk to keep the data on that fills in the middle; the trial makes room when that has happened. */
  disk?: SmallDisk
}

/**
 * Ingests a folder of all formats in processes that are killed with SIGKILL at random moments, until that has happened
 * `kills` times: each ingestion is brought to its end, and the next begins on a new data folder. How long a process may
 * work follows from how much is left, so that the kills spread over the whole ingestion.
 */
export async function runKillTrial(options: KillTrialOptions): Promise<KillTrial> {
  const start = performance.now()
  const random = seededRandom(options.seed)
  const folder = mkdtempSync(join(tmpdir(), 'diwan-kill-files-'))
  try {
    const written = await writeMixedFiles({ folder, count: options.files, seed: options.seed, realDocuments })
    const count: KillCount = { kills: 0, killsAtStart: 0, killsByQuarter: [0, 0, 0, 0], fullDisks: 0 }
    const rounds: KillRound[] = []
    while (count.kills < options.kills) {
      rounds.push(await runRound({ ...options, folder, written, random, count }))
    }
    const seconds = Math.round((performance.now() - start) / 1_000)
    return { ...count, files: written.names.length, rounds, seconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type KillCount = Pick<KillTrial, 'kills' | 'killsAtStart' | 'killsByQuarter' | 'fullDisks'>

type RoundOptions = KillTrialOptions & {
  folder: string
  written: MixedFiles
  random: () => number
  /** Goes on from the rounds before. */
  count: KillCount
}

async function runRound(options: RoundOptions): Promise<KillRound> {
  const { folder, random, count, disk } = options
  const dataFolder = mkdtempSync(join(disk?.path ?? tmpdir(), 'diwan-kill-data-'))
  disk?.fill()
  const key = randomBytes(32)
  const parameters = [dataFolder, key.toString('hex'), folder]
  try {
    const before = count.kills
    let longest = Math.max(300, (20 * options.files) / options.kills)
    while (count.kills < options.kills) {
      const atStart = random() < killAtStart
      const stepsBack = options.clockSteps === true && random() < 1 / 3
      const outcome = await runChild([...parameters, stepsBack ? 'clock' : ''], {
        from: atStart ? 'start' : 'working',
        milliseconds: random() * (atStart ? 600 : longest),
      })
      if (outcome === 'done') break
      if (outcome === 'full') {
        if (disk === undefined) throw new Error('the disk is full')
        disk.free()
        count.fullDisks += 1
        continue
      }
      count.kills += 1
      if (outcome === 'killed at start') count.killsAtStart += 1
      const progress = readProgress(dataFolder, key)
      const quarter = Math.min(3, Math.floor(progress * 4))
      count.killsByQuarter[quarter] = (count.killsByQuarter[quarter] ?? 0) + 1
      longest *= progress > (count.kills - before) / (options.kills - before) ? 0.7 : 1.2
      // The last files are left until the last kill: in this time no process gets to reading.
      if (progress > 0.95) longest = Math.min(longest, 250)
    }
    let last = await runChild(parameters, null)
    if (last === 'full' && disk !== undefined) {
      disk.free()
      count.fullDisks += 1
      last = await runChild(parameters, null)
    }
    if (last !== 'done') throw new Error(`the last process: ${last}`)
    return { check: checkStore({ dataFolder, key }), ...inspect(dataFolder, key, options.written.markers) }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

type ChildOutcome = 'done' | 'full' | 'killed' | 'killed at start'
type Kill = { from: 'start' | 'working'; milliseconds: number }

function runChild(args: string[], kill: Kill | null): Promise<ChildOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    let timer: NodeJS.Timeout | null = null
    const arm = () => {
      timer = setTimeout(() => child.kill('SIGKILL'), kill?.milliseconds)
    }
    if (kill?.from === 'start') arm()
    child.stdout.on('data', (data: Buffer) => {
      output += data
      if (kill?.from === 'working' && timer === null && output.includes('working')) arm()
    })
    child.stderr.on('data', (data: Buffer) => {
      errors += data
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer)
      if (code === 0 && output.includes('done')) resolve('done')
      else if (output.includes('full') || (code !== null && errors.includes('DISK_FULL'))) resolve('full')
      else if (signal === 'SIGKILL') resolve(output.includes('working') ? 'killed' : 'killed at start')
      else reject(new Error(`the child ended with ${code ?? signal}: ${output}${errors}`))
    })
  })
}

function withConnection<Result>(
  dataFolder: string,
  key: Uint8Array,
  use: (list: <Row>(sql: string, parameters?: unknown[]) => Row[]) => Result,
): Result {
  const connection = openConnection({ path: join(dataFolder, databaseFile), key, mode: 'write' })
  try {
    return use((sql, parameters = []) => connection.all('trial', sql, parameters))
  } finally {
    connection.close()
  }
}

/** The part of the files that is done, 0 before there is a job. */
function readProgress(dataFolder: string, key: Uint8Array): number {
  return withConnection(dataFolder, key, (list) => {
    if (list(`SELECT 1 FROM sqlite_schema WHERE name = 'jobs'`).length === 0) return 0
    const [job] = list<{ done: number; total: number }>('SELECT ready + failed AS done, total FROM jobs')
    return job === undefined || job.total === 0 ? 0 : job.done / job.total
  })
}

function inspect(dataFolder: string, key: Uint8Array, markers: ReadonlyMap<string, string>) {
  return withConnection(dataFolder, key, (list) => {
    const [job, ...others] = list<KillRound['job']>('SELECT state, total, ready, failed, unchanged FROM jobs')
    if (job === undefined || others.length > 0) throw new Error(`${1 + others.length} jobs instead of one`)
    const notFound = [...markers].filter(([name, marker]) => {
      const found = list<{ name: string }>(
        `SELECT DISTINCT d.name FROM chunk_index_1 i JOIN chunks c ON c.id = i.rowid
         JOIN documents d ON d.key = c.document_key WHERE chunk_index_1 MATCH ?`,
        [marker],
      )
      return found.length !== 1 || found[0]?.name !== name
    })
    const [attempts] = list<{ most: number }>('SELECT max(attempts) AS most FROM job_items')
    return { job, notFound: notFound.map(([name]) => name), mostAttempts: attempts?.most ?? 0 }
  })
}
