import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { scanRoot } from '../adding/scan-folder.ts'
import { ReadRefusal } from '../readers/reader.ts'
import { readFileBytes } from './read-source.ts'

function codeOfReading(path: string): string {
  try {
    readFileBytes(path, { maximumBytes: 1_000, own: null })
    return 'read'
  } catch (error) {
    if (!(error instanceof ReadRefusal)) throw error
    return error.code
  }
}

async function codeOfListing(path: string): Promise<string> {
  const scan = { seen: new Set<string>(), signal: new AbortController().signal, own: null }
  for await (const { source } of scanRoot(path, scan)) {
    return source.kind === 'refused' ? source.code : 'listed'
  }
  return 'nothing'
}

// Would catch a code that a person sees for the same file only because of who met it: the listing or the reader.
test('what the system says of a path has one code, while listing and while reading', async () => {
  const folder = temporaryFolder()
  const at = (name: string) => join(folder, name)
  writeFileSync(at('file.txt'), 'Words')
  mkdirSync(at('folder'))
  symlinkSync(at('loop'), at('loop'))
  symlinkSync(at('nowhere'), at('broken'))
  const paths = {
    loop: at('loop'),
    broken: at('broken'),
    missing: at('missing'),
    'file as folder': at('file.txt/inside'),
    'long name': at('x'.repeat(300)),
    NUL: at('a\0b'),
    fine: at('file.txt'),
  }
  const codes: Record<string, [listing: string, reading: string]> = {}
  for (const [name, path] of Object.entries(paths)) codes[name] = [await codeOfListing(path), codeOfReading(path)]
  expect(codes).toEqual({
    loop: ['FILE_NOT_REGULAR', 'FILE_NOT_REGULAR'],
    broken: ['FILE_NOT_FOUND', 'FILE_NOT_FOUND'],
    missing: ['FILE_NOT_FOUND', 'FILE_NOT_FOUND'],
    'file as folder': ['FILE_NOT_FOUND', 'FILE_NOT_FOUND'],
    'long name': ['FILE_NOT_FOUND', 'FILE_NOT_FOUND'],
    NUL: ['FILE_NOT_FOUND', 'FILE_NOT_FOUND'],
    fine: ['listed', 'read'],
  })
  expect(codeOfReading(at('folder'))).toBe('FILE_NOT_REGULAR')
})
