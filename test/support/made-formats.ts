import { zip } from './zip.ts'

/** A file of one format, written by hand from the format's description rather than by the library that reads it. */
export type MadeFile = { extension: string; bytes: string | Uint8Array }

type Maker = (title: string, paragraphs: readonly string[]) => MadeFile

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>${body}`
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageTypes = 'http://schemas.openxmlformats.org/package/2006/content-types'
const packageLinks = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'application/vnd.openxmlformats-officedocument'

function contentTypes(parts: readonly [name: string, type: string][]): string {
  const overrides = parts.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join('')
  return xml(
    `<Types xmlns="${packageTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`,
  )
}

function links(targets: readonly [id: string, type: string, target: string][]): string {
  const list = targets.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`,
  )
  return xml(`<Relationships xmlns="${packageLinks}">${list.join('')}</Relationships>`)
}

/** ECMA-376: a presentation with a slide for every three paragraphs. */
export const makePptx: Maker = (title, paragraphs) => {
  const slides = Array.from({ length: Math.ceil(paragraphs.length / 3) }, (_, index) => {
    const lines = [index === 0 ? title : `${title}, part ${index + 1}`, ...paragraphs.slice(index * 3, index * 3 + 3)]
    const shapes = lines
      .map(
        (line, place) =>
          `<p:sp><p:nvSpPr><p:cNvPr id="${place + 2}" name="s"/><p:cNvSpPr/><p:nvPr>${place === 0 ? '<p:ph type="title"/>' : ''}</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${line}</a:t></a:r></a:p></p:txBody></p:sp>`,
      )
      .join('')
    return xml(
      `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>${shapes}</p:spTree></p:cSld></p:sld>`,
    )
  })
  const numbers = slides.map((_, index) => index + 1)
  const ids = numbers.map((number) => `<p:sldId id="${255 + number}" r:id="r${number}"/>`).join('')
  const bytes = zip([
    {
      name: '[Content_Types].xml',
      data: contentTypes([
        ['/ppt/presentation.xml', `${office}.presentationml.presentation.main+xml`],
        ...numbers.map((number): [string, string] => [
          `/ppt/slides/slide${number}.xml`,
          `${office}.presentationml.slide+xml`,
        ]),
      ]),
    },
    { name: '_rels/.rels', data: links([['r1', 'officeDocument', 'ppt/presentation.xml']]) },
    {
      name: 'ppt/presentation.xml',
      data: xml(
        `<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${relationships}"><p:sldIdLst>${ids}</p:sldIdLst></p:presentation>`,
      ),
    },
    {
      name: 'ppt/_rels/presentation.xml.rels',
      data: links(numbers.map((number) => [`r${number}`, 'slide', `slides/slide${number}.xml`])),
    },
    ...slides.map((data, index) => ({ name: `ppt/slides/slide${index + 1}.xml`, data })),
  ])
  return { extension: 'pptx', bytes }
}

/** ECMA-376: a workbook of one sheet, a row for each paragraph. */
export const makeXlsx: Maker = (title, paragraphs) => {
  const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`
  const rows = [`<row r="1">${cell('A1', 'Number')}${cell('B1', title)}</row>`].concat(
    paragraphs.map(
      (text, index) =>
        `<row r="${index + 2}"><c r="A${index + 2}"><v>${index + 1}</v></c>${cell(`B${index + 2}`, text)}</row>`,
    ),
  )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const bytes = zip([
    {
      name: '[Content_Types].xml',
      data: contentTypes([
        ['/xl/workbook.xml', `${office}.spreadsheetml.sheet.main+xml`],
        ['/xl/worksheets/sheet1.xml', `${office}.spreadsheetml.worksheet+xml`],
      ]),
    },
    { name: '_rels/.rels', data: links([['r1', 'officeDocument', 'xl/workbook.xml']]) },
    {
      name: 'xl/workbook.xml',
      data: xml(
        `<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets><sheet name="Notes" sheetId="1" r:id="r1"/></sheets></workbook>`,
      ),
    },
    { name: 'xl/_rels/workbook.xml.rels', data: links([['r1', 'worksheet', 'worksheets/sheet1.xml']]) },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: xml(`<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`),
    },
  ])
  return { extension: 'xlsx', bytes }
}

/** OASIS OpenDocument 1.2. */
export const makeOdt: Maker = (title, paragraphs) => {
  const body = paragraphs.map((text) => `<text:p>${text}</text:p>`).join('')
  const names =
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
  const type = 'application/vnd.oasis.opendocument.text'
  const manifest = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'
  const bytes = zip([
    { name: 'mimetype', data: type },
    {
      name: 'META-INF/manifest.xml',
      data: xml(
        `<manifest:manifest xmlns:manifest="${manifest}"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
      ),
    },
    {
      name: 'content.xml',
      data: xml(
        `<office:document-content ${names} office:version="1.2"><office:body><office:text><text:h text:outline-level="1">${title}</text:h>${body}</office:text></office:body></office:document-content>`,
      ),
    },
  ])
  return { extension: 'odt', bytes }
}

/** EPUB 3, one chapter. */
export const makeEpub: Maker = (title, paragraphs) => {
  const body = paragraphs.map((text) => `<p>${text}</p>`).join('')
  const bytes = zip([
    { name: 'mimetype', data: 'application/epub+zip' },
    {
      name: 'META-INF/container.xml',
      data: xml(
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
      ),
    },
    {
      name: 'book.opf',
      data: xml(
        `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>${title}</dc:title><dc:language>en</dc:language></metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`,
      ),
    },
    {
      name: 'c.xhtml',
      data: xml(
        `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`,
      ),
    },
  ])
  return { extension: 'epub', bytes }
}

/** RFC 5322, plain text. */
export const makeEml: Maker = (title, paragraphs) => ({
  extension: 'eml',
  bytes: [
    'From: Ada <ada@example.org>',
    'To: Ben <ben@example.org>',
    `Subject: ${title}`,
    'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    `Message-ID: <${title.replaceAll(' ', '-')}@example.org>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    paragraphs.join('\r\n\r\n'),
    '',
  ].join('\r\n'),
})

/** RFC 4180. */
export const makeCsv: Maker = (title, paragraphs) => ({
  extension: 'csv',
  bytes: ['Number,Subject,Text', ...paragraphs.map((text, index) => `${index + 1},"${title}","${text}"`), ''].join(
    '\r\n',
  ),
})

export const makeJson: Maker = (title, paragraphs) => ({
  extension: 'json',
  bytes: JSON.stringify({ title, notes: paragraphs.map((text, number) => ({ number, text })) }, null, 2),
})

export const makePython: Maker = (title, paragraphs) => ({
  extension: 'py',
  bytes: [
    `"""${title}"""`,
    'import math',
    '',
    ...paragraphs.flatMap((text, index) => [
      `def step_${index}(value):`,
      `    """${text}"""`,
      `    return math.sqrt(value) + ${index}`,
      '',
    ]),
  ].join('\n'),
})

/** RTF 1.9. */
export const makeRtf: Maker = (title, paragraphs) => ({
  extension: 'rtf',
  bytes: `{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}${[title, ...paragraphs].map((text) => `${text}\\par\n`).join('')}}`,
})
