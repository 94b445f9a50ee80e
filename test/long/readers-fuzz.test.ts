import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { createReaderPool } from '../../src/engine/ingest/reader-pool.ts'
import { unpackContent } from '../../src/engine/store/packed-content.ts'
import { seededRandom } from '../support/generated-text.ts'
import { sharedData } from '../support/reading.ts'

const rounds = 120
const seed = 20261120

/** Damages a file as disks, networks and mean people do: bits, runs of bytes, cuts, repeats. */
function damage(original: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const at = (length: number) => Math.floor(random() * length)
  const bytes = new Uint8Array(original)
  const kind = at(4)
  if (kind === 0) return bytes.slice(0, at(bytes.length))
  if (kind === 1) {
    const from = at(bytes.length)
    return new Uint8Array(Buffer.concat([bytes.subarray(0, from), bytes.subarray(at(bytes.length))]))
  }
  const places = kind === 2 ? 1 + at(20) : 1
  const run = kind === 2 ? 1 : 1 + at(200)
  for (let place = 0; place < places; place++) {
    const from = at(bytes.length)
    for (let index = from; index < Math.min(from + run, bytes.length); index++) bytes[index] = at(256)
  }
  return bytes
}

test('LIB-2.isolation: damaged files are read or refused with a code, and never take their worker along', async () => {
  const files = globSync('documents/{pdf,office,html-text}/*.{pdf,docx,html,md,txt}', { cwd: sharedData })
  const random = seededRandom(seed)
  const pool = createReaderPool({ threads: 2 })
  const counts: Record<string, number> = {}
  const broken: string[] = []
  for (const file of files) {
    const original = readFileSync(join(sharedData, file))
    const readings = Array.from({ length: rounds }, async (_, round) => {
      const request = { bytes: damage(original, random), name: basename(file), maximumBytes: 1e8, timeoutMs: 120_000 }
      const outcome = await pool.read(request)
      const code = outcome.status === 'refused' ? outcome.code : outcome.status
      counts[code] = (counts[code] ?? 0) + 1
      if (code.startsWith('READ_')) broken.push(`${file}, round ${round}: ${code}`)
      if (outcome.status === 'read' && unpackContent(outcome.content).chunks.length === 0)
        broken.push(`${file}, round ${round}: empty`)
    })
    await Promise.all(readings)
  }
  await pool.close()
  console.log(`damaged files, seed ${seed}: ${JSON.stringify(counts)}`)
  expect({ broken, workersReplaced: pool.health().workersReplaced }).toEqual({ broken: [], workersReplaced: 0 })
})
