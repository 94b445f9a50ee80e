import { describe, expect, it } from 'vitest'
import { readWebAddress } from './web-address.ts'

describe('LIB-1.url: the address under which a page is kept', () => {
  it('is the same for every way to write it, and holds no secret', () => {
    const written = [
      'https://Example.org:443/a/../b#part',
      ' https://user:secret@example.org/b ',
      'HTTPS://EXAMPLE.ORG/b',
    ]
    for (const url of written) {
      expect(readWebAddress(url)).toEqual({ uri: 'https://example.org/b', name: 'example.org/b' })
    }
  })

  it('gives a name that a person reads', () => {
    const name = (url: string) => readWebAddress(url)?.name
    expect(name('https://example.org/')).toBe('example.org')
    expect(name('https://example.org/%C3%BCber%20uns/?page=2')).toBe('example.org/über uns?page=2')
    // Catches names that pretend to be another path, or steer a terminal.
    expect(name('https://example.org/a%2Fb/%0d%0aX/%FF/%E2%80%AE')).toBe('example.org/a%2Fb/%0d%0aX/%FF/%E2%80%AE')
    expect(name(`https://example.org/${'x'.repeat(5_000)}`)).toHaveLength(300)
  })

  it('is never that of a file inside another', () => {
    expect(readWebAddress('https://example.org/box.zip!/in/side')?.uri).toBe('https://example.org/box.zip%21/in/side')
  })

  it.each(['', 'example.org', 'ftp://example.org', 'javascript:alert(1)', 'http://', 'data:text/html,x'])(
    '%j is none',
    (url) => {
      expect(readWebAddress(url)).toBeNull()
    },
  )
})
