import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { memoryFolder, memoryPrefix } from '../../src/engine/vectors/plain-files.ts'

/** What a process found when it opened the index of the one before, which was killed. */
export type VectorCheck = {
  /** Number of the change that its files had; 0 when there were none. */
  reached: number
  early: Recall
  settled: Recall
  /** The index has as many vectors as the store. */
  vectorsRight: boolean
  /** Warnings: files that could not be used, among others. */
  log: string[]
}
type Recall = { recall: number; wrong: number[]; isComplete: boolean }

export type VectorKillTrial = { kills: number; checks: VectorCheck[]; head: number; seconds: number; left: string[] }

const script = join(import.meta.dirname, 'vector-kill-child.ts')

/** Most kills come within this time after the process began to save, in which it saves several times. */
const longestMs = 1_500

/** Kills processes that save a vector index, each going on from what the one before left. */
export async function runVectorKillTrial(options: { kills: number; seed: number }): Promise<VectorKillTrial> {
  const start = performance.now()
  const random = seededRandom(options.seed)
  const dataFolder = mkdtempSync(join(tmpdir(), 'diwan-kill-vectors-'))
  const key = randomBytes(32).toString('hex')
  const checks: VectorCheck[] = []
  let head = 0
  try {
    for (let kills = 0; kills < options.kills; kills++) {
      const { check, reached } = await runChild([dataFolder, key, String(head)], random() * longestMs)
      checks.push(check)
      head = Math.max(head, reached)
    }
    const last = await runChild([dataFolder, key, String(head), 'last'], null)
    checks.push(last.check)
    const left = plainFilesOf(join(dataFolder, 'vectors'))
    return { kills: options.kills, checks, head, left, seconds: Math.round((performance.now() - start) / 1_000) }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** Copies that are not encrypted. */
function plainFilesOf(folder: string): string[] {
  const inMemory = existsSync(memoryFolder) ? readdirSync(memoryFolder) : []
  return [...inMemory.filter((name) => name.startsWith(memoryPrefix(folder))), ...readdirSync(folder)].filter(
    (name) => name.startsWith('diwan-') || name === 'plain',
  )
}

/** Kills the process this long after its first save began, or never. Gives its last word on how far the store is. */
function runChild(args: string[], killAfterMs: number | null): Promise<{ check: VectorCheck; reached: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    let timer: NodeJS.Timeout | null = null
    child.stdout.on('data', (data: Buffer) => {
      output += data
      if (killAfterMs !== null && output.includes('\nhead '))
        timer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    })
    child.stderr.on('data', (data: Buffer) => {
      errors += data
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (timer !== null) clearTimeout(timer)
      const [check, ...heads] = output.split('\n')
      if ((signal !== 'SIGKILL' && code !== 0) || check === undefined) {
        reject(new Error(`the child ended with ${code ?? signal}: ${output}${errors}`))
        return
      }
      // The last line may be cut.
      const numbers = heads.slice(0, -1).map((line) => Number(line.replace('head ', '')))
      resolve({ check: JSON.parse(check) as VectorCheck, reached: Math.max(0, ...numbers) })
    })
  })
}
