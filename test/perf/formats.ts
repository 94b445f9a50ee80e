import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { createTextGenerator } from '../support/generated-text.ts'
import { type Figure, median } from './figure.ts'
import { measureImport } from './import-folder.ts'

const runs = 3
const shared = join(import.meta.dirname, '../../../shared/data/documents')

/** Text of about 300 kB a file, in formats that are written as they are read. */
const written: Record<string, (paragraphs: readonly string[]) => string> = {
  md: (paragraphs) =>
    paragraphs.map((text, index) => (index % 8 === 0 ? `## Part ${index}\n\n${text}` : text)).join('\n\n'),
  txt: (paragraphs) => paragraphs.join('\n\n'),
  html: (paragraphs) =>
    `<!doctype html><title>Bench</title><main>${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</main>`,
  csv: (paragraphs) =>
    `number,text\n${paragraphs.map((text, index) => `${index},"${text.replaceAll('"', '""')}"`).join('\n')}\n`,
  json: (paragraphs) => JSON.stringify(paragraphs.map((text, number) => ({ number, text }))),
  eml: (paragraphs) =>
    `From: a@example.org\nTo: b@example.org\nSubject: Bench\nMessage-ID: <bench@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${paragraphs.join('\n\n')}\n`,
  py: (paragraphs) =>
    paragraphs
      .map(
        (text, index) =>
          `def part_${index}(value):\n    """${text.slice(0, 60)}"""\n${linesOfCode(text)}    return value\n`,
      )
      .join('\n\n'),
}

function linesOfCode(text: string): string {
  const words = text.match(/[a-z]{3,}/g) ?? []
  return words
    .slice(0, 40)
    .map((word) => `    value = value + len("${word}")\n`)
    .join('')
}

/** Real files by other people's programs, each copied until there is enough to measure. */
const copied = {
  // None with scanned pages: recognising text has a row of its own.
  pdf: ['pdf/testPDF.pdf', 'pdf/basicapi.pdf'],
  docx: ['office/testWORD.docx', 'office/footnotes.docx'],
  pptx: ['office/testPPT.pptx'],
  xlsx: ['office/testEXCEL.xlsx'],
  odt: ['office/testODFwithOOo3.odt'],
  rtf: ['office/testRTF.rtf'],
  epub: ['ebook/testEPUB_xml_ext.epub'],
}

/** Half of what a laptop of 2023 does beside other work; a format that falls below has lost its way. */
const atLeast: Record<string, number> = { md: 1, txt: 1, html: 1, csv: 0.5, json: 0.5, eml: 1, py: 0.3 }

/** Megabytes of originals a second, from import to the end of the job, one row a format. */
export async function formatFigures(): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [format, write] of Object.entries(written)) {
    figures.push(await measureFormat(format, (folder) => writeFiles(folder, format, write)))
  }
  for (const [format, names] of Object.entries(copied)) {
    figures.push(await measureFormat(format, (folder) => copyFiles(folder, names)))
  }
  return figures
}

async function measureFormat(format: string, fill: (folder: string) => number): Promise<Figure> {
  const source = mkdtempSync(join(tmpdir(), `diwan-bench-${format}-`))
  try {
    const megabytes = fill(source) / 1_000_000
    const rates: number[] = []
    for (let run = 0; run < runs; run += 1) {
      const { job, seconds } = await measureImport(source)
      if (job.progress.failed > 0 || job.progress.ready === 0)
        throw new Error(`${format}: ${JSON.stringify(job.progress)}`)
      rates.push(megabytes / seconds)
    }
    const target = atLeast[format]
    return {
      name: `reading ${format}`,
      unit: 'MB/s',
      value: median(rates),
      target: target === undefined ? null : { atLeast: target },
      cpu: null,
      runs: rates,
    }
  } finally {
    rmSync(source, { recursive: true })
  }
}

function writeFiles(folder: string, format: string, write: (paragraphs: readonly string[]) => string): number {
  const nextText = createTextGenerator({ seed: 3, words: 90 })
  let bytes = 0
  for (let file = 0; file < 30; file += 1) {
    const path = join(folder, `${file}.${format}`)
    writeFileSync(path, write(Array.from({ length: 550 }, nextText)))
    bytes += statSync(path).size
  }
  return bytes
}

function copyFiles(folder: string, names: readonly string[]): number {
  mkdirSync(folder, { recursive: true })
  let bytes = 0
  for (let copy = 0; copy < 200; copy += 1) {
    const name = names[copy % names.length] ?? ''
    copyFileSync(join(shared, name), join(folder, `${copy}${extname(name)}`))
    bytes += statSync(join(shared, name)).size
  }
  return bytes
}
