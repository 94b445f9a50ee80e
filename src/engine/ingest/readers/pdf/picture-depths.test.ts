import { afterAll, describe, expect, test, vi } from 'vitest'
import { readBytes } from '../../../../../test/support/reading.ts'
import { createReaderPool } from '../../reading/reader-pool.ts'

/** A page with a picture of four pixels, whose depth is written as given, and with the given text. */
function pdfWith(depth: string, text = 'Words beside a picture'): string {
  const content = `q 50 0 0 50 0 0 cm /Im Do Q BT /F1 12 Tf 20 80 Td (${text}) Tj ET`
  return `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 400 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /Im 6 0 R >> >> >> endobj
4 0 obj << /Length ${content.length} >> stream
${content}
endstream endobj
5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj
6 0 obj << /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent ${depth} /Length 4 >> stream
abcd
endstream endobj
7 0 obj
${'9'.repeat(25)}
endobj
trailer << /Root 1 0 R /Size 8 >>
%%EOF
`
}

// pdf.js loops in its thread; the pool ends that, a test in the same thread would never end.
const pool = createReaderPool({ threads: 1 })
afterAll(() => pool.close())
vi.setConfig({ testTimeout: 120_000 })

/** Characters of the text, or how it was refused. */
async function read(pdf: string, timeoutMs = 60_000) {
  const bytes = new Uint8Array(Buffer.from(pdf))
  const outcome = await pool.read({ bytes, name: 'a.pdf', maximumBytes: 1e6, timeoutMs, ocr: null })
  return outcome.status === 'read' ? outcome.document.report.characters : outcome
}

describe('LIB-2.isolation: pictures of an absurd depth', () => {
  test('are left out, and the text of the page is read', async () => {
    const length = 'Words beside a picture'.length
    for (const depth of ['8', '9'.repeat(25), '1e9', '2147483648', '0', '-1']) {
      expect(await read(pdfWith(depth)), depth).toBe(length)
    }
  })

  test('are not taken out of a text that only tells of one', async () => {
    const text = 'a dictionary with /BitsPerComponent 64 is wrong'
    expect((await readBytes('a.pdf', pdfWith('8', text))).text).toBe(text)
  })

  test('cost their own file its time when the depth is hidden, and not the next file', async () => {
    expect(await read(pdfWith('8'))).toBeTypeOf('number')
    expect(await read(pdfWith('7 0 R'), 5_000)).toMatchObject({ status: 'refused', code: 'READ_TIMEOUT' })
    expect(await read(pdfWith('8'))).toBeTypeOf('number')
    expect(pool.health().workersReplaced).toBe(1)
  })
})
