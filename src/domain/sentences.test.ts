import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitSentences } from './sentences.ts'

const texts = (text: string) => splitSentences(text, 0).map(({ start, end }) => text.slice(start, end))

// Would catch quotes that stop in the middle, at `e.g.` or at the end of a printed line.
test('RET-4.sentence: sentences end where a reader would end them', () => {
  expect(
    texts(
      'See e.g. the guide by Dr. J. R. Smith et al. on p. 5. It costs $3.50\nin Fig. 2, approx. half! Is it? “Yes.” Done',
    ),
  ).toEqual([
    'See e.g. the guide by Dr. J. R. Smith et al. on p. 5.',
    'It costs $3.50\nin Fig. 2, approx. half!',
    'Is it?',
    '“Yes.”',
    'Done',
  ])
})

test('a text without full stops is cut between words', () => {
  const parts = texts('word '.repeat(400))
  expect(parts.every((part) => part.length <= 600 && /^word( word)*$/.test(part))).toBe(true)
})

// Would catch a shifted span, and half a surrogate pair at the edge of a quote.
test('RET-4.sentence: spans are in order, do not overlap, and hold everything that can be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), fc.nat(1_000), (text, offset) => {
      const spans = splitSentences(text, offset)
      let end = offset
      let seen = ''
      for (const span of spans) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        end = span.end
        const part = text.slice(span.start - offset, span.end - offset)
        expect(part).toBe(part.trim())
        expect(part.isWellFormed()).toBe(true)
        seen += part
      }
      expect(seen.replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
    }),
  )
})
