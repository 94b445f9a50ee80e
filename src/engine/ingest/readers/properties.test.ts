import { expect, test } from 'vitest'
import { readBytes } from '../../../../test/support/reading.ts'
import { Metadata } from '../../../contract/document.ts'

/** Longer than a value may be, with a pair of surrogates where it is cut, and what a terminal would obey. */
const hostile = `\u001b]0;title\u0007\u001b[2J${'x'.repeat(1_987)}${'🚀'.repeat(500)}`
const encoded = Buffer.from(hostile).toString('base64')

// Would catch a value that the contract does not take: its document, and every list that it is in, could not be shown.
test.each([
  [
    'mail.eml',
    `Message-ID: <1@b.example>\r\nFrom: a@b.example\r\nTo: b@b.example\r\nSubject: =?utf-8?B?${encoded}?=\r\n\r\nWords.\r\n`,
  ],
  ['page.html', `<html><head><meta name="author" content="${hostile}"></head><body><p>Words.</p></body></html>`],
])('LIB-2.isolation: what %s says of itself is kept as short, plain lines', async (name, content) => {
  const { properties } = await readBytes(name, content)
  expect(Object.keys(properties ?? {}).length).toBeGreaterThan(0)
  expect(() => Metadata.parse(properties)).not.toThrow()
  for (const value of Object.values(properties ?? {})) {
    expect(value.isWellFormed()).toBe(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(value).not.toMatch(/[\0-\x1f\x7f-\x9f]/)
  }
})
