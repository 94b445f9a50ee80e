const openXml = 'http://schemas.openxmlformats.org/'
/** The same vocabularies in files of the strict kind of ISO/IEC 29500. */
const strictOpenXml = 'http://purl.oclc.org/ooxml/'
const openDocument = 'urn:oasis:names:tc:opendocument:xmlns:'

const openXmlPrefixes: Record<string, string> = {
  'spreadsheetml/2006/main': 'x',
  'spreadsheetml/main': 'x',
  'presentationml/2006/main': 'p',
  'presentationml/main': 'p',
  'drawingml/2006/main': 'a',
  'drawingml/main': 'a',
  'drawingml/2006/chart': 'c',
  'drawingml/chart': 'c',
  'drawingml/2006/diagram': 'dgm',
  'drawingml/diagram': 'dgm',
  'drawingml/2006/spreadsheetDrawing': 'xdr',
  'drawingml/spreadsheetDrawing': 'xdr',
  'officeDocument/2006/relationships': 'r',
  'officeDocument/relationships': 'r',
  'package/2006/relationships': 'rel',
  'package/2006/content-types': 'ct',
  'package/2006/metadata/core-properties': 'cp',
  'markup-compatibility/2006': 'mc',
}

const openDocumentPrefixes: Record<string, string> = {
  'office:1.0': 'office',
  'text:1.0': 'text',
  'table:1.0': 'table',
  'drawing:1.0': 'draw',
  'presentation:1.0': 'presentation',
  'style:1.0': 'style',
  'meta:1.0': 'meta',
  'svg-compatible:1.0': 'svg',
  'xsl-fo-compatible:1.0': 'fo',
  'datastyle:1.0': 'number',
  'chart:1.0': 'chart',
  'script:1.0': 'script',
  'manifest:1.0': 'manifest',
}

const others: Record<string, string> = {
  'http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments': 'xltc',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://www.w3.org/1999/xlink': 'xlink',
}

/** The prefix by which readers know a namespace; null for those that no reader looks at. */
export function standardPrefix(uri: string): string | null {
  if (uri.startsWith(openXml)) return openXmlPrefixes[uri.slice(openXml.length)] ?? null
  if (uri.startsWith(strictOpenXml)) return openXmlPrefixes[uri.slice(strictOpenXml.length)] ?? null
  if (uri.startsWith(openDocument)) return openDocumentPrefixes[uri.slice(openDocument.length)] ?? null
  return others[uri] ?? null
}
