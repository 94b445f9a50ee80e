import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { docx, paragraph } from './docx.ts'
import {
  type MadeFile,
  makeCsv,
  makeEml,
  makeEpub,
  makeJson,
  makeOdt,
  makePptx,
  makePython,
  makeRtf,
  makeXlsx,
} from './made-formats.ts'

const vocabulary = `harbour lantern ledger quarry meadow engine signal bridge winter copper market letter garden
  captain river timber mirror window station orchard thunder valley compass anchor saddle kettle marble feather`
  .split(/\s+/)
  .filter(Boolean)

export type MixedFiles = {
  /** Everything in the folder. */
  names: string[]
  /** For each generated file a word that no other file has. */
  markers: Map<string, string>
}

/** Become as many documents as they hold; with them, files and documents could not be counted against each other. */
const containers = /\.(zip|eml|mbox)$/

/**
 * Fills a folder with `count` files of all formats that are read: generated ones, each with a word of its own, and
 * those of `realDocuments`, of which some are meant to be refused.
 */
export async function writeMixedFiles(options: {
  folder: string
  count: number
  seed: number
  realDocuments: string
}): Promise<MixedFiles> {
  const random = seededRandom(options.seed)
  const names: string[] = []
  const markers = new Map<string, string>()
  for (const entry of readdirSync(options.realDocuments, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || names.length >= options.count / 2 || containers.test(entry.name)) continue
    const name = `real/${basename(entry.parentPath)}/${entry.name}`
    mkdirSync(join(options.folder, name, '..'), { recursive: true })
    copyFileSync(join(entry.parentPath, entry.name), join(options.folder, name))
    names.push(name)
  }
  const writers: Writer[] = [
    ...[writeMarkdown, writeHtml, writeText, writeDocx, writePdf],
    ...[makePptx, makeXlsx, makeOdt, makeEpub, makeEml, makeCsv, makeJson, makePython, makeRtf],
  ]
  for (let index = 0; names.length < options.count; index++) {
    // Ends in digits, so that it is its own stem in every language.
    const marker = `markerzq${index}`
    const paragraphs = makeParagraphs(random, marker)
    const { extension, bytes } = await (writers[index % writers.length] ?? writeText)(`Title ${index}`, paragraphs)
    const name = `made/${index % 7}/${index}.${extension}`
    mkdirSync(join(options.folder, name, '..'), { recursive: true })
    writeFileSync(join(options.folder, name), bytes)
    names.push(name)
    markers.set(name, marker)
  }
  return { names: names.sort(), markers }
}

function makeParagraphs(random: () => number, marker: string): string[] {
  const word = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? 'word'
  const paragraphs = Array.from({ length: 3 + Math.floor(random() * 25) }, () =>
    Array.from({ length: 10 + Math.floor(random() * 60) }, word).join(' '),
  )
  const place = Math.floor(random() * paragraphs.length)
  paragraphs[place] = `${paragraphs[place]} ${marker}.`
  return paragraphs
}

type Writer = (title: string, paragraphs: string[]) => MadeFile | Promise<MadeFile>

async function writeMarkdown(title: string, paragraphs: string[]): Promise<MadeFile> {
  return { extension: 'md', bytes: `# ${title}\n\n${paragraphs.join('\n\n')}\n` }
}

async function writeHtml(title: string, paragraphs: string[]): Promise<MadeFile> {
  const body = paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')
  const head = `<!doctype html><html><head><title>${title}</title></head>`
  return { extension: 'html', bytes: `${head}<body><h1>${title}</h1>${body}</body></html>` }
}

async function writeText(title: string, paragraphs: string[]): Promise<MadeFile> {
  return { extension: 'txt', bytes: `${title}\n\n${paragraphs.join('\n\n')}\n` }
}

async function writeDocx(title: string, paragraphs: string[]): Promise<MadeFile> {
  return { extension: 'docx', bytes: docx([title, ...paragraphs].map(paragraph).join('')) }
}

async function writePdf(title: string, paragraphs: string[]): Promise<MadeFile> {
  const pdf = await PDFDocument.create()
  pdf.setTitle(title)
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  const lines = paragraphs.flatMap((text) => [...(text.match(/.{1,80}(?:\s|$)/g) ?? []), ''])
  for (let start = 0; start < lines.length; start += 45) {
    const page = pdf.addPage([595, 842])
    for (const [index, line] of lines.slice(start, start + 45).entries()) {
      page.drawText(line.trim(), { x: 50, y: 790 - index * 16, size: 11, font })
    }
  }
  return { extension: 'pdf', bytes: await pdf.save() }
}
