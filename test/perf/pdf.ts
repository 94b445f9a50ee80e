import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { createTextGenerator } from '../support/generated-text.ts'
import { type Figure, median } from './figure.ts'
import { measureImport } from './import-folder.ts'

const pages = 1_000
const linesOnPage = 45
const wordsOnLine = 14
const scannedPages = 20
const scan = join(import.meta.dirname, '../fixtures/scans/english.png')
const runs = 3

export async function pdfFigures(): Promise<Figure[]> {
  return [await measureLongPdf(), await measureScans()]
}

/** A PDF of 1,000 pages of prose with headers and page numbers through the built host, import to the end of the job. */
async function measureLongPdf(): Promise<Figure> {
  const { seconds, cpu } = await measureRuns('long.pdf', await writeLongPdf())
  return {
    name: 'PDF of 1,000 pages',
    unit: 's',
    value: median(seconds),
    target: { atMost: 15 },
    cpu: median(cpu),
    runs: seconds,
  }
}

/** Pages of about 200 words, scanned at 200 dpi and recognised in English by one reader. */
async function measureScans(): Promise<Figure> {
  const { seconds } = await measureRuns('scans.pdf', await writeScans())
  const perMinute = seconds.map((taken) => (scannedPages / taken) * 60)
  return {
    name: 'scanned pages a minute',
    unit: 'pages/min',
    value: median(perMinute),
    target: null,
    cpu: null,
    runs: perMinute,
  }
}

async function measureRuns(name: string, bytes: Uint8Array): Promise<{ seconds: number[]; cpu: number[] }> {
  const source = mkdtempSync(join(tmpdir(), 'diwan-bench-pdf-'))
  writeFileSync(join(source, name), bytes)
  const seconds: number[] = []
  const cpu: number[] = []
  for (let run = 0; run < runs; run++) {
    const { job, ...measured } = await measureImport(source)
    if (job.progress.ready !== 1) throw new Error(`${name} did not become ready`)
    seconds.push(measured.seconds)
    cpu.push(measured.cpuSeconds)
  }
  rmSync(source, { recursive: true })
  return { seconds, cpu }
}

async function writeLongPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.TimesRoman)
  const bold = await document.embedFont(StandardFonts.TimesRomanBold)
  const nextText = createTextGenerator({ seed: 3, words: linesOnPage * wordsOnLine })
  for (let number = 1; number <= pages; number++) {
    const page = document.addPage([595, 842])
    page.drawText('Annual survey', { x: 60, y: 810, size: 9, font })
    page.drawText(`Page ${number}`, { x: 280, y: 30, size: 9, font })
    if (number % 10 === 1) page.drawText(`Chapter ${Math.ceil(number / 10)}`, { x: 60, y: 770, size: 18, font: bold })
    const words = nextText()
      .replace(/[^\x20-\x7e]/g, '')
      .split(' ')
    for (let line = 0; line < linesOnPage; line++) {
      const text = words.slice(line * wordsOnLine, (line + 1) * wordsOnLine).join(' ')
      page.drawText(text, { x: 60, y: 740 - line * 15, size: 10, font })
    }
  }
  return document.save()
}

async function writeScans(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const image = await document.embedPng(readFileSync(scan))
  const [width, height] = [(image.width * 72) / 200, (image.height * 72) / 200]
  for (let number = 0; number < scannedPages; number++) {
    const page = document.addPage([width, height * 3])
    for (const place of [0, 1, 2]) page.drawImage(image, { x: 0, y: place * height, width, height })
  }
  return document.save()
}
