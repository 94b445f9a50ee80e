import { describe, expect, it } from 'vitest'
import { readRateLimits } from './rate-limits.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const read = (headers: Record<string, string>) => readRateLimits(new Headers(headers), now)
const unsaid = { requests: null, tokens: null, inputTokens: null, outputTokens: null }

describe('MOD-3.rate-limits: what a provider still takes, by its headers', () => {
  it('OpenAI, Azure OpenAI and Groq: counts, and spans with units', () => {
    expect(
      read({
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '59',
        'x-ratelimit-reset-requests': '1m2.5s',
        'x-ratelimit-limit-tokens': '150000',
        'x-ratelimit-remaining-tokens': '149984',
        'x-ratelimit-reset-tokens': '120ms',
      }),
    ).toEqual({
      ...unsaid,
      requests: { limit: 60, remaining: 59, resetMs: 62_500 },
      tokens: { limit: 150_000, remaining: 149_984, resetMs: 120 },
    })
  })

  it('Anthropic: four kinds, and the moment as a date', () => {
    const limit = (kind: string, limit: number) => ({
      [`anthropic-ratelimit-${kind}-limit`]: String(limit),
      [`anthropic-ratelimit-${kind}-remaining`]: '7',
      [`anthropic-ratelimit-${kind}-reset`]: '2026-11-21T12:00:30Z',
    })
    expect(
      read({
        ...limit('requests', 50),
        ...limit('tokens', 80),
        ...limit('input-tokens', 60),
        ...limit('output-tokens', 20),
      }),
    ).toEqual({
      requests: { limit: 50, remaining: 7, resetMs: 30_000 },
      tokens: { limit: 80, remaining: 7, resetMs: 30_000 },
      inputTokens: { limit: 60, remaining: 7, resetMs: 30_000 },
      outputTokens: { limit: 20, remaining: 7, resetMs: 30_000 },
    })
  })

  it('Together and servers of the draft: no kind in the name', () => {
    expect(
      read({
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '2',
        'x-tokenlimit-limit': '99',
      }),
    ).toEqual({
      ...unsaid,
      requests: { limit: 10, remaining: 0, resetMs: 2_000 },
      tokens: { limit: 99, remaining: null, resetMs: null },
    })
    expect(read({ 'ratelimit-limit': '10, 10;w=60', 'ratelimit-remaining': '3', 'ratelimit-reset': '5' })).toEqual({
      ...unsaid,
      requests: { limit: 10, remaining: 3, resetMs: 5_000 },
    })
  })

  it.each([
    ['seconds since 1970', String(now / 1_000 + 9), 9_000],
    ['milliseconds since 1970', String(now + 9_000), 9_000],
    ['a moment that has passed', String(now - 9_000), 0],
    ['a word', 'soon', null],
    ['nothing', '', null],
  ])('a moment as %s', (_name, reset, resetMs) => {
    expect(read({ 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': reset })?.requests?.resetMs).toBe(resetMs)
  })

  it.each([
    ['no header of the kind', { 'content-type': 'text/event-stream' }],
    ['a word', { 'x-ratelimit-remaining-requests': 'unlimited' }],
    ['less than none', { 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-limit-requests': '-1' }],
  ])('%s: null, not a limit of zero', (_name, headers) => {
    expect(read(headers)).toBeNull()
  })
})
