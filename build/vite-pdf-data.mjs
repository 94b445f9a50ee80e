import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * What pdf.js fetches by name while it paints a page: character maps, the fonts that PDF files may leave out, and the
 * image decoders that need no WebAssembly, which the page's content security policy refuses.
 */
const folders = [
  { name: 'cmaps', holds: (/** @type {string} */ file) => file.endsWith('.bcmap') || file === 'LICENSE' },
  { name: 'standard_fonts', holds: () => true },
  {
    name: 'wasm',
    holds: (/** @type {string} */ file) => file.endsWith('_nowasm_fallback.js') || file.startsWith('LICENSE'),
  },
]

/**
 * Puts pdf.js' data beside the page, under `pdf/`, so that the viewer never needs a network.
 * @returns {import('vite').Plugin}
 */
export function pdfData() {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  return {
    name: 'diwan-pdf-data',
    apply: 'build',
    generateBundle() {
      for (const { name, holds } of folders) {
        for (const file of readdirSync(join(root, name)).filter(holds)) {
          this.emitFile({
            type: 'asset',
            fileName: `pdf/${name}/${file}`,
            source: readFileSync(join(root, name, file)),
          })
        }
      }
    },
  }
}
