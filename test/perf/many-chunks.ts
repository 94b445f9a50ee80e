import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTextGenerator } from '../support/generated-text.ts'
import type { Figure } from './figure.ts'
import { measureImport } from './import-folder.ts'

const wanted = 100_000
const files = 400
const textsPerFile = 260
/** Texts that are made; they are repeated with other words in front, because making each anew would take longer than reading. */
const made = 4_000

/** A hundred thousand chunks of about 250 words into one library: the time, and the most memory that it took. */
export async function manyChunksFigures(): Promise<Figure[]> {
  const source = mkdtempSync(join(tmpdir(), 'diwan-bench-chunks-'))
  try {
    writeTexts(source)
    const { job, seconds, cpuSeconds, peakMegabytes, chunks } = await measureImport(source)
    if (job.progress.ready !== files || chunks < wanted)
      throw new Error(`${chunks} chunks of ${job.progress.ready} files`)
    return [
      { name: '100,000 chunks ingested', unit: 's', value: seconds, target: null, cpu: cpuSeconds, runs: [seconds] },
      {
        name: 'peak memory of that',
        unit: 'MB',
        value: peakMegabytes,
        target: { atMost: 600 },
        cpu: null,
        runs: [peakMegabytes],
      },
    ]
  } finally {
    rmSync(source, { recursive: true })
  }
}

function writeTexts(folder: string): void {
  const nextText = createTextGenerator({ seed: 4, words: 250 })
  const texts = Array.from({ length: made }, nextText)
  for (let file = 0; file < files; file += 1) {
    const parts = Array.from({ length: textsPerFile }, (_, index) => {
      const number = file * textsPerFile + index
      return `# Part ${number}\n\nOf part${number} and file${file}: ${texts[(number * 7_919) % made]}`
    })
    writeFileSync(join(folder, `${file}.md`), parts.join('\n\n'))
  }
}
