import { type ZipEntry, zip } from './zip.ts'

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

const contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="${mainType}"/></Types>`

const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>`

export function paragraph(text: string): string {
  return `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
}

/** A Word document whose body is the given WordprocessingML; `prolog` stands before its root. */
export function docx(body: string, more: { prolog?: string; entries?: ZipEntry[] } = {}): Uint8Array<ArrayBuffer> {
  const prolog = more.prolog ?? ''
  const document = `<?xml version="1.0"?>${prolog}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`
  return zip([
    { name: '[Content_Types].xml', data: contentTypes },
    { name: '_rels/.rels', data: relations },
    { name: 'word/document.xml', data: document },
    ...(more.entries ?? []),
  ])
}
