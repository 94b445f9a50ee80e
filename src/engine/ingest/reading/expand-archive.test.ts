import { describe, expect, test } from 'vitest'
import { type ZipEntry, zip } from '../../../../test/support/zip.ts'
import { deepestMember } from '../members.ts'
import { ReadRefusal } from '../readers/reader.ts'
import { expandArchive } from './expand-archive.ts'

function expand(entries: readonly ZipEntry[], request: Partial<Parameters<typeof expandArchive>[1]> = {}) {
  const { members, next } = expandArchive(zip(entries), { from: 0, depth: 0, maximumBytes: 1_000_000, ...request })
  const shown = members.map((member) =>
    'bytes' in member ? [member.path, Buffer.from(member.bytes).toString()] : [member.path, member.refused],
  )
  return { members: Object.fromEntries(shown) as Record<string, string>, next }
}

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ReadRefusal) return error.code
    throw error
  }
  throw new Error('it was expanded')
}

describe('files of an archive', () => {
  test('names that climb, begin at a root, have a drive or come twice are clean and differ', () => {
    const names = [
      '../../up.txt',
      '/root.txt',
      'C:\\win\\a.txt',
      'win/a.txt',
      'a\0b.txt',
      './here/./x.txt',
      '..',
      'up.txt',
    ]
    const { members } = expand(names.map((name, index) => ({ name, data: String(index) })))
    expect(members).toEqual({
      'up.txt': '0',
      'root.txt': '1',
      'win/a.txt': '2',
      'win/a (2).txt': '3',
      'a b.txt': '4',
      'here/x.txt': '5',
      unnamed: '6',
      'up (2).txt': '7',
    })
  })

  test('names of old zip programs are read in their code page', () => {
    expect(Object.keys(expand([{ name: Buffer.from('M\x81ller.txt', 'latin1'), data: 'x' }]).members)).toEqual([
      'Müller.txt',
    ])
  })

  test('folders, links and what a folder on a disk is read without are left out', () => {
    const entries: ZipEntry[] = [
      { name: 'a/', data: '' },
      { name: 'a/link', data: '/etc/passwd', link: true },
      { name: '__MACOSX/a/._b.txt', data: 'x' },
      { name: 'a/.git/config', data: 'x' },
      { name: 'node_modules/x/index.js', data: 'x' },
      { name: 'a/b.txt', data: 'kept' },
    ]
    expect(expand(entries).members).toEqual({ 'a/b.txt': 'kept' })
  })

  test('LIB-2.isolation: LIB-2.encrypted: one that is damaged, encrypted or too large costs only itself', () => {
    const entries: ZipEntry[] = [
      { name: 'broken.txt', data: 'the sum is wrong', damaged: true },
      { name: 'locked.txt', data: 'secret', encrypted: true },
      { name: 'huge.txt', data: 'x'.repeat(2_000) },
      { name: 'good.txt', data: 'fine' },
    ]
    expect(expand(entries, { maximumBytes: 1_000 }).members).toEqual({
      'broken.txt': 'FILE_DAMAGED',
      'locked.txt': 'FILE_ENCRYPTED',
      'huge.txt': 'FILE_TOO_LARGE',
      'good.txt': 'fine',
    })
  })

  test('come in parts that fit into memory; together the parts are the whole, under the same names', () => {
    const entries = Array.from({ length: 10 }, (_, index) => ({ name: 'same.txt', data: `${index}`.repeat(30) }))
    const whole = expand(entries).members
    const parts: Record<string, string>[] = []
    for (let from: number | null = 0; from !== null; ) {
      const { members, next } = expand(entries, { from, batchBytes: 100 })
      parts.push(members)
      from = next
    }
    expect([parts.length, Object.assign({}, ...parts)]).toEqual([4, whole])
  })

  test('LIB-2.zip-bomb: too much from too little, or too deep, is refused before it is unpacked', () => {
    const bomb = [{ name: 'zeros.txt', data: Buffer.alloc(120_000_000) }]
    expect(codeOf(() => expand(bomb))).toBe('ARCHIVE_LIMIT')
    expect(codeOf(() => expand([{ name: 'a', data: 'a' }], { depth: deepestMember }))).toBe('ARCHIVE_LIMIT')
  })

  test('LIB-2.empty: an archive without any file', () => {
    expect(codeOf(() => expand([{ name: 'folder/', data: '' }]))).toBe('FILE_EMPTY')
  })
})
