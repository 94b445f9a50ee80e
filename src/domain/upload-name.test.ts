import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanUploadName, numberUpload, uploadUri } from './upload-name.ts'

describe('names of uploads', () => {
  it('keep the folders that were dropped, and nothing that leads out of them', () => {
    const names = [
      'docs/guide.md',
      '../../etc/passwd',
      '/etc/passwd',
      'C:\\Users\\me\\a.txt',
      'a/./b//c',
      '..',
      '',
      ' \n ',
    ]
    expect(names.map(cleanUploadName)).toEqual([
      'docs/guide.md',
      'etc/passwd',
      'etc/passwd',
      'Users/me/a.txt',
      'a/b/c',
      'unnamed',
      'unnamed',
      'unnamed',
    ])
  })

  it('survive any text: an address always forms and two names never share one', () => {
    const name = fc.string({ unit: 'binary' }).map(cleanUploadName)
    fc.assert(
      fc.property(name, name, (first, second) => {
        expect(decodeURIComponent(uploadUri(first).slice('upload:'.length))).toBe(first)
        expect(uploadUri(first) === uploadUri(second)).toBe(first === second)
      }),
    )
  })

  it('are numbered before the extension', () => {
    expect(['docs/guide.md', 'LICENSE', 'a.b/c'].map((name) => numberUpload(name, 2).name)).toEqual([
      'docs/guide (2).md',
      'LICENSE (2)',
      'a.b/c (2)',
    ])
  })
})
