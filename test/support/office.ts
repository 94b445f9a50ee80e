import { type ZipEntry, zip } from './zip.ts'

const openXml = 'http://schemas.openxmlformats.org'
const office = `${openXml}/officeDocument/2006/relationships`

function relations(...related: { type: string; target: string }[]): string {
  const list = related.map(
    ({ type, target }, index) => `<Relationship Id="r${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${openXml}/package/2006/relationships">${list.join('')}</Relationships>`
}

function contentTypes(part: string, type: string): string {
  return `<Types xmlns="${openXml}/package/2006/content-types"><Override PartName="/${part}" ContentType="${type}"/></Types>`
}

export type SheetSource = { name: string; rows: string; after?: string; state?: string }

/** An Excel workbook whose sheets hold the given SpreadsheetML, written by hand. */
export function xlsx(
  sheets: readonly SheetSource[],
  more: { styles?: string; strings?: string; properties?: string; prolog?: string; entries?: ZipEntry[] } = {},
): Uint8Array<ArrayBuffer> {
  const main = `${openXml}/spreadsheetml/2006/main`
  const list = sheets.map(
    ({ name, state = 'visible' }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" state="${state}" r:id="r${index + 1}"/>`,
  )
  const targets = [
    ...sheets.map((_sheet, index) => ({ type: 'worksheet', target: `worksheets/sheet${index + 1}.xml` })),
    { type: 'styles', target: 'styles.xml' },
    { type: 'sharedStrings', target: 'sharedStrings.xml' },
  ]
  return zip([
    {
      name: '[Content_Types].xml',
      data: contentTypes(
        'xl/workbook.xml',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
      ),
    },
    { name: '_rels/.rels', data: relations({ type: 'officeDocument', target: 'xl/workbook.xml' }) },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="${main}" xmlns:r="${office}">${more.properties ?? ''}<sheets>${list.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', data: relations(...targets) },
    { name: 'xl/styles.xml', data: `<styleSheet xmlns="${main}">${more.styles ?? ''}</styleSheet>` },
    { name: 'xl/sharedStrings.xml', data: `<sst xmlns="${main}">${more.strings ?? ''}</sst>` },
    ...sheets.map(({ rows, after = '' }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      data: `${more.prolog ?? ''}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
    })),
    ...(more.entries ?? []),
  ])
}

/** A slide show whose slides hold the given shapes (PresentationML), written by hand. */
export function pptx(slides: readonly string[], { prolog = '' }: { prolog?: string } = {}): Uint8Array<ArrayBuffer> {
  const spaces = `xmlns:p="${openXml}/presentationml/2006/main" xmlns:a="${openXml}/drawingml/2006/main" xmlns:r="${office}"`
  const list = slides.map((_slide, index) => `<p:sldId id="${index + 256}" r:id="r${index + 1}"/>`)
  return zip([
    {
      name: '[Content_Types].xml',
      data: contentTypes(
        'ppt/presentation.xml',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
      ),
    },
    { name: '_rels/.rels', data: relations({ type: 'officeDocument', target: 'ppt/presentation.xml' }) },
    {
      name: 'ppt/presentation.xml',
      data: `<p:presentation ${spaces}><p:sldIdLst>${list.join('')}</p:sldIdLst></p:presentation>`,
    },
    {
      name: 'ppt/_rels/presentation.xml.rels',
      data: relations(...slides.map((_slide, index) => ({ type: 'slide', target: `slides/slide${index + 1}.xml` }))),
    },
    ...slides.map((shapes, index) => ({
      name: `ppt/slides/slide${index + 1}.xml`,
      data: `${prolog}<p:sld ${spaces}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`,
    })),
  ])
}

/** An OpenDocument file of a kind (`text`, `spreadsheet`, `presentation`) with the given body, written by hand. */
export function openDocument(
  kind: string,
  body: string,
  { manifest = '', prolog = '' }: { manifest?: string; prolog?: string } = {},
): Uint8Array<ArrayBuffer> {
  const space = (name: string) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`
  const spaces = ['office', 'text', 'table', 'style', 'manifest'].map(space).join(' ')
  return zip([
    { name: 'mimetype', data: `application/vnd.oasis.opendocument.${kind}` },
    { name: 'META-INF/manifest.xml', data: `<manifest:manifest ${spaces}>${manifest}</manifest:manifest>` },
    {
      name: 'content.xml',
      data: `${prolog}<office:document-content ${spaces}><office:body>${body}</office:body></office:document-content>`,
    },
  ])
}
