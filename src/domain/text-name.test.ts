import { describe, expect, it } from 'vitest'
import { nameText } from './text-name.ts'

describe('LIB-1.pasted-text: what a pasted text is called', () => {
  it('is its first words, without markup', () => {
    expect(nameText('# Of owls\n\nThe barn owl …')).toBe('Of owls')
    expect(nameText('\n\n  > **Note:** read [the guide](https://x.test/a) first, then begin with the work.')).toBe(
      'Note: read the guide first, then begin with',
    )
    expect(nameText('---\n***\nText at last')).toBe('Text at last')
    expect(nameText('ملاحظات الاجتماع الأول')).toBe('ملاحظات الاجتماع الأول')
  })

  it('is never empty, long, or anything but one line of a file name', () => {
    for (const text of [
      '',
      '   ',
      '***',
      '\0\u202e',
      '../../etc/passwd',
      'a\u2028b',
      'x'.repeat(9_000),
      '🦉'.repeat(500),
    ]) {
      const name = nameText(text)
      expect(name).toMatch(/^[^/\\\n\0]{1,120}$/)
      expect(name.isWellFormed()).toBe(true)
    }
    expect(nameText('')).toBe('Text')
  })
})
