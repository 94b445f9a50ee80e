import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Block, DocumentType } from '../../src/contract/document.ts'
import type { FileErrorCode } from '../../src/contract/errors.ts'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import type { DetectedType } from '../../src/engine/ingest/reading/detect.ts'
import { createReaderPool, type PoolOutcome, type ReaderPool } from '../../src/engine/ingest/reading/reader-pool.ts'
import { unpackContent } from '../../src/engine/store/packed-content.ts'
import { damage, damagePart } from '../support/damage.ts'
import { gatherSeeds, type Seed } from '../support/fuzz-seeds.ts'

/**
 * Each reader is fed `most` damaged files, or as many as it takes in its time and at least `least`:
 * `DIWAN_FUZZ_SECONDS=3600` lets every reader reach its number. A seed repeats a run as far as it goes.
 */
const most = 10_000
const least = 100
const seconds = Number(process.env.DIWAN_FUZZ_SECONDS ?? 25)
const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
/** Pages are recognised in this part of the rounds: that takes seconds, and reads whatever picture it gets. */
const recognised = 0.03

const types: DetectedType[] = [...DocumentType.exclude(['record']).options, 'archive']
const seeds = await gatherSeeds()

describe.for(types)('damaged files of type %s', (type) => {
  test('LIB-2.isolation: are read whole or refused with a code, and never take their worker along', async () => {
    const originals = seeds.get(type) ?? []
    expect(originals).not.toEqual([])
    await using pool = disposable(createReaderPool({ threads: 2 }))
    const { begun, counts, slowest, broken } = await feed(pool.value, originals)
    console.log(
      `${type}: ${begun} damaged files of ${originals.length}, seed ${seed}: ${JSON.stringify(counts)}; ` +
        `the slowest took ${Math.round(slowest.milliseconds)} ms (${slowest.file})`,
    )
    expect({ broken, workersReplaced: pool.value.health().workersReplaced }).toEqual({ broken: [], workersReplaced: 0 })
  })
})

type Report = {
  begun: number
  counts: Record<string, number>
  slowest: { milliseconds: number; file: string }
  /** Files that were not dealt with as they must be, and where they are kept to be looked at. */
  broken: string[]
}

/** Two feeders, one for each worker. */
async function feed(pool: ReaderPool, originals: readonly Seed[]): Promise<Report> {
  const random = seededRandom(seed)
  const report: Report = { begun: 0, counts: {}, slowest: { milliseconds: 0, file: '' }, broken: [] }
  const end = performance.now() + seconds * 1_000

  async function feedOne(original: Seed): Promise<void> {
    const round = report.begun++
    const file = `${original.name}, round ${round}`
    const packed = original.bytes[0] === 0x50 && original.bytes[1] === 0x4b && random() < 0.8
    const bytes = (packed ? damagePart : damage)(original.bytes, random)
    const kept = bytes.slice()
    const outcome = await pool.read({
      ...{ bytes, name: original.name, maximumBytes: 1e8, timeoutMs: 60_000 },
      ocr: random() < recognised ? { languages: ['eng'] } : null,
    })
    const code = outcome.status === 'refused' ? outcome.code : outcome.status
    report.counts[code] = (report.counts[code] ?? 0) + 1
    if (outcome.milliseconds > report.slowest.milliseconds) {
      report.slowest = { milliseconds: outcome.milliseconds, file }
    }
    const problem = problemOf(outcome)
    if (problem === null) return
    const path = join(mkdtempSync(join(tmpdir(), 'diwan-fuzz-')), original.name)
    writeFileSync(path, kept)
    report.broken.push(`${file}: ${problem}, see ${path}`)
  }

  async function feedOn(): Promise<void> {
    while (report.begun < least || (report.begun < most && performance.now() < end)) {
      const original = originals[report.begun % originals.length]
      if (original !== undefined) await feedOne(original)
    }
  }

  await Promise.all([feedOn(), feedOn()])
  return report
}

/** No damage is a reason for these: a reader knows its limits before it reaches them. */
const lost = new Set<FileErrorCode>(['READ_TIMEOUT', 'READ_MEMORY', 'READ_CRASHED'])

/** What is wrong with an outcome, in words; null when nothing is. */
function problemOf(outcome: PoolOutcome): string | null {
  // A reader that refuses has hashed the file; only one that was lost has not.
  if (outcome.status === 'refused') {
    return lost.has(outcome.code) || outcome.contentHash === null ? `${outcome.code}: ${outcome.detail}` : null
  }
  if (outcome.status !== 'read') return null
  const { text, blocks: packedBlocks, chunks } = unpackContent(outcome.content)
  const blocks = JSON.parse(packedBlocks) as Block[]
  if (chunks.length === 0) return 'no chunks'
  if (!text.isWellFormed() || text.includes('\0')) return 'half characters or NULs in the text'
  if (chunks.some(({ start, end }) => start >= end || end > text.length)) return 'a chunk outside of the text'
  let covered = 0
  for (const { start, end } of blocks) {
    if (start < covered || end < start || end > text.length) return `a block from ${start} to ${end} after ${covered}`
    if (text.slice(covered, start).trim() !== '') return `text before ${start} in no block`
    covered = end
  }
  return text.slice(covered).trim() === '' ? null : `text after ${covered} in no block`
}

function disposable(pool: ReaderPool) {
  return { value: pool, [Symbol.asyncDispose]: () => pool.close() }
}
