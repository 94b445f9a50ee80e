import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { databaseFile } from '../../src/engine/store/store.ts'

export type LedgerKillTrial = {
  kills: number
  /** Calls that a process had said were settled, and those of them that the ledger lacks or has otherwise. */
  settled: number
  missing: string[]
  /** What was set aside when each process had begun: nothing. */
  reservedAfterStart: number[]
  /** Calls that were under way at a kill, as the ledger has them. */
  ended: { entries: number; nanoDollars: number }
  reservationsLeft: number
  /** Budgets whose kept sum is not what the ledger says. */
  drifted: number
  seconds: number
}

const script = join(import.meta.dirname, 'ledger-kill-child.ts')

/** Most kills come within this time after a process began its calls; one in six while it starts and puts things in order. */
const longestMs = { working: 400, start: 800 }
const killAtStart = 1 / 6

/** Kills processes in the middle of their calls, each going on with the ledger of the one before. */
export async function runLedgerKillTrial(options: { kills: number; seed: number }): Promise<LedgerKillTrial> {
  const start = performance.now()
  const random = seededRandom(options.seed)
  const dataFolder = mkdtempSync(join(tmpdir(), 'diwan-kill-ledger-'))
  const key = randomBytes(32)
  const parameters = [dataFolder, key.toString('hex')]
  const settled = new Map<string, number>()
  const reservedAfterStart: number[] = []
  try {
    for (let kills = 0; kills <= options.kills; kills++) {
      const isLast = kills === options.kills
      const from = random() < killAtStart ? 'start' : 'working'
      const kill = { from, afterMs: random() * longestMs[from] } as const
      const output = await runChild(isLast ? [...parameters, 'last'] : parameters, isLast ? null : kill)
      // The last line may be cut.
      for (const line of output.split('\n').slice(0, -1)) {
        const [word, first = '', second] = line.split(' ')
        if (word === 'begun') reservedAfterStart.push(Number(first))
        else settled.set(first, Number(second))
      }
    }
    const seconds = Math.round((performance.now() - start) / 1_000)
    return {
      kills: options.kills,
      settled: settled.size,
      reservedAfterStart,
      seconds,
      ...inspect(dataFolder, key, settled),
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

function inspect(dataFolder: string, key: Uint8Array, settled: ReadonlyMap<string, number>) {
  const connection = openConnection({ path: join(dataFolder, databaseFile), key, mode: 'read' })
  try {
    const rows = connection.all<{ id: string; nanoDollars: number; code: string | null }>(
      'trial',
      `SELECT e.id, e.nano_dollars AS nanoDollars, g.code FROM ledger e JOIN ledger_series g ON g.key = e.series_key`,
    )
    const found = new Map(rows.map(({ id, nanoDollars }) => [id, nanoDollars]))
    const ended = rows.filter(({ code }) => code === 'ENGINE_ENDED')
    const sums = connection.get<{ kept: number; ledger: number; left: number }>(
      'trial',
      `SELECT (SELECT spent_nano_dollars FROM budgets) AS kept, (SELECT sum(nano_dollars) FROM ledger) AS ledger,
         (SELECT count(*) FROM reservations) AS "left"`,
    )
    return {
      missing: [...settled].filter(([id, nanoDollars]) => found.get(id) !== nanoDollars).map(([id]) => id),
      ended: { entries: ended.length, nanoDollars: ended.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0) },
      reservationsLeft: sums?.left ?? 0,
      drifted: sums?.kept === sums?.ledger ? 0 : 1,
    }
  } finally {
    connection.close()
  }
}

type Kill = { from: 'start' | 'working'; afterMs: number }

/** Kills the process so long after it was started, or has begun its calls; null lets it end by itself. */
function runChild(args: string[], kill: Kill | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    let timer: NodeJS.Timeout | null = null
    const arm = () => {
      timer ??= setTimeout(() => child.kill('SIGKILL'), kill?.afterMs)
    }
    if (kill?.from === 'start') arm()
    child.stdout.on('data', (data: Buffer) => {
      output += data
      if (kill?.from === 'working' && output.includes('begun')) arm()
    })
    child.stderr.on('data', (data: Buffer) => {
      errors += data
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer)
      if (signal === 'SIGKILL' || code === 0) resolve(output)
      else reject(new Error(`the child ended with ${code ?? signal}: ${output}${errors}`))
    })
  })
}
