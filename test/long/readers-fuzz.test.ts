import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { detectType } from '../../src/engine/ingest/detect.ts'
import { createReaderPool } from '../../src/engine/ingest/reader-pool.ts'
import { ReadRefusal } from '../../src/engine/ingest/readers/reader.ts'
import { unpackContent } from '../../src/engine/store/packed-content.ts'
import { damage, damagePart } from '../support/damage.ts'
import { seededRandom } from '../support/generated-text.ts'
import { sharedData } from '../support/reading.ts'

/**
 * Each reader is fed this many damaged files, or as many as it takes in its time: `DIWAN_FUZZ_SECONDS=3600` lets every
 * reader reach its number. A seed repeats a run as long as the time suffices.
 */
const most = 10_000
const seconds = Number(process.env.DIWAN_FUZZ_SECONDS ?? 25)
const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
/** Larger files would make the trial one of speed. */
const largest = 300_000

type Seed = { name: string; bytes: Uint8Array }

const fixtures = join(import.meta.dirname, '../fixtures')
const files = [
  ...globSync('documents/*/*', { cwd: sharedData }).map((name) => join(sharedData, name)),
  ...globSync('**/*.*', { cwd: fixtures }).map((name) => join(fixtures, name)),
]

const seeds = new Map<string, Seed[]>()
for (const path of files) {
  const bytes = new Uint8Array(readFileSync(path))
  if (bytes.length > largest) continue
  try {
    const type = await detectType(bytes, basename(path))
    seeds.set(type, [...(seeds.get(type) ?? []), { name: basename(path), bytes }])
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
  }
}

describe.for([...seeds].sort(([a], [b]) => (a < b ? -1 : 1)))('damaged files of type %s', ([type, originals]) => {
  test('LIB-2.isolation: are read or refused with a code, and never take their worker along', async () => {
    const random = seededRandom(seed)
    await using pool = disposable(createReaderPool({ threads: 2 }))
    const counts: Record<string, number> = {}
    const broken: string[] = []
    const end = performance.now() + seconds * 1_000
    let begun = 0

    async function feed(): Promise<void> {
      while (begun < most && performance.now() < end) {
        const round = begun++
        const original = originals[round % originals.length]
        if (original === undefined) return
        const packed = original.bytes[0] === 0x50 && original.bytes[1] === 0x4b && random() < 0.8
        const bytes = (packed ? damagePart : damage)(original.bytes, random)
        const outcome = await pool.value.read({ bytes, name: original.name, maximumBytes: 1e8, timeoutMs: 60_000 })
        const code = outcome.status === 'refused' ? outcome.code : outcome.status
        counts[code] = (counts[code] ?? 0) + 1
        if (code.startsWith('READ_')) broken.push(`${original.name}, round ${round}: ${code}`)
        if (outcome.status === 'read' && unpackContent(outcome.content).chunks.length === 0) {
          broken.push(`${original.name}, round ${round}: empty`)
        }
      }
    }

    await Promise.all([feed(), feed()])
    console.log(`${type}: ${begun} damaged files of ${originals.length}, seed ${seed}: ${JSON.stringify(counts)}`)
    expect({ broken, workersReplaced: pool.value.health().workersReplaced }).toEqual({ broken: [], workersReplaced: 0 })
    expect(begun).toBeGreaterThan(100)
  })
})

function disposable(pool: ReturnType<typeof createReaderPool>) {
  return { value: pool, [Symbol.asyncDispose]: () => pool.close() }
}
