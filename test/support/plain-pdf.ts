const table = [0, 1, 2].flatMap((row) => [
  `50 ${300 - row * 20} m 250 ${300 - row * 20} l S`,
  `BT /F1 10 Tf 55 ${286 - row * 20} Td (Cell ${row} a) Tj 100 0 Td (Cell ${row} b) Tj ET`,
])
const rulings = [50, 150, 250].map((x) => `${x} 300 m ${x} 240 l S`)

const firstPage = [
  'BT /F1 18 Tf 50 360 Td (Harbour dues) Tj ET',
  'BT /F1 11 Tf 50 340 Td [(Ships over 640 me) -20 (tres pay 12 shil-)] TJ 0 -14 Td (lings and no more.) Tj ET',
  'q 1 0 0 1 0 0 cm /Im1 Do Q q 40 0 0 40 300 340 cm /Im2 Do Q /Form1 Do',
  'q 30 0 0 30 350 340 cm BI /W 4 /H 4 /BPC 8 /CS /G ID 0123456789abcdef EI Q',
  ...table,
  ...rulings,
].join('\n')

const secondPage =
  'BT /F2 12 Tf 1 0 0 1 50 360 Tm <00010002000300010002> Tj ET BT /F3 12 Tf 50 300 Td (aab) Tj ET /P /MC0 BDC 10 10 5 5 re f EMC'

const toUnicode =
  '/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 3 beginbfchar <0001> <0041> <0002> <0042> <0003> <0627> endbfchar 1 beginbfrange <0010> <0020> <0061> endbfrange endcmap end end'

/** Objects from number 1 on: a dictionary, and the content of a stream where it has one. */
const objects: [dictionary: string, content?: string][] = [
  ['/Type /Catalog /Pages 2 0 R /Outlines 15 0 R /AcroForm << /Fields [14 0 R] >> /Lang (en)'],
  ['/Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 400 400]'],
  [
    '/Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [13 0 R 14 0 R] /Resources << /Font << /F1 7 0 R >> /XObject << /Im1 10 0 R /Im2 11 0 R /Form1 17 0 R >> >>',
  ],
  [
    '/Type /Page /Parent 2 0 R /Contents 6 0 R /Rotate 90 /CropBox [10 10 390 390] /UserUnit 1.5 /Resources << /Font << /F2 8 0 R /F3 18 0 R >> >>',
  ],
  ['', firstPage],
  ['', secondPage],
  ['/Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding << /Differences [65 /Aacute 66 /B] >>'],
  ['/Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [19 0 R] /ToUnicode 9 0 R'],
  ['', toUnicode],
  ['/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceRGB /BitsPerComponent 8', 'rgb'.repeat(16)],
  [
    '/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /BitsPerComponent 1 /Decode [0 1] /SMask 12 0 R /Filter /ASCIIHexDecode',
    '0102030405060708>',
  ],
  [
    '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 4 /Matte [1 1 1]',
    'ab',
  ],
  ['/Type /Annot /Subtype /Text /Rect [300 100 320 120] /Contents (Noted in 1924)'],
  ['/Type /Annot /Subtype /Widget /FT /Tx /T (Name) /V (Ada Quill) /Rect [300 50 380 70] /DA (/F1 9 Tf)'],
  ['/Type /Outlines /First 16 0 R /Last 16 0 R /Count 1'],
  ['/Title (Harbour dues) /Parent 15 0 R /Dest [3 0 R /XYZ 50 360 1] /Next 16 0 R'],
  [
    '/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 300 200] /Resources << /Shading << /Sh1 << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >> >>',
    '/Sh1 sh 0 0 50 50 re W n',
  ],
  [
    '/Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98 /Widths [700 500] /Encoding << /Differences [97 /square /line] >> /CharProcs << /square 20 0 R /line 21 0 R >>',
  ],
  [
    '/Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 /W [1 [500 600] 3 9 700] /FontDescriptor << /Type /FontDescriptor /FontName /Made /Flags 4 /Ascent 800 /Descent -200 >>',
  ],
  ['', '700 0 0 0 700 700 d1 0 0 700 700 re f'],
  ['', '500 0 d0 0 0 m 500 500 l S'],
  ['/Title (Harbour dues) /Author (Ada Quill) /CreationDate (D:20240531170211Z)'],
]

/**
 * A PDF of a few kilobytes with something of most that a reader meets, none of it packed: damage reaches what the page says
 * instead of what it is packed with.
 */
export function plainPdf(): Buffer {
  let file = '%PDF-1.7\n'
  const offsets = objects.map(([dictionary, content], index) => {
    const offset = file.length
    const length = content === undefined ? '' : ` /Length ${content.length}`
    const stream = content === undefined ? '' : `stream\n${content}\nendstream\n`
    file += `${index + 1} 0 obj\n<< ${dictionary}${length} >>\n${stream}endobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Root 1 0 R /Info ${objects.length} 0 R /Size ${size} >>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  )
}
