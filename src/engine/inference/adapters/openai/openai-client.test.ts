import { describe, expect, it, vi } from 'vitest'
import { followParts as follow, openTestModel } from '../../../../../test/support/models/open-openai-model.ts'
import { openAiChatAnswer, openAiErrorAnswer } from '../../../../../test/support/models/openai-chat-script.ts'
import { sseEvent } from '../../../../../test/support/models/packets.ts'
import type { RateLimits } from '../../rate-limits.ts'

describe('MOD-3.rate-limits: limits are told', () => {
  it('with answers and with refusals', async () => {
    const told: RateLimits[] = []
    const headers = { 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1s' }
    const { generate } = await openTestModel(
      [openAiChatAnswer({ text: 'Hi', headers }), openAiErrorAnswer(429, {}, headers)],
      {
        onRateLimits: (limits) => told.push(limits),
      },
    )
    await generate()
    await expect(generate()).rejects.toMatchObject({ status: 429 })
    expect(told.map(({ requests }) => requests)).toEqual(
      Array.from({ length: 2 }, () => ({ limit: null, remaining: 59, resetMs: 1_000 })),
    )
  })
})

describe('MOD-1.openai: nothing of this machine goes out, and nothing is written down', () => {
  it('keys, addresses, organisations and headers of the environment stay where they are', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-environment')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_ORG_ID', 'org-environment')
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-environment')
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-environment: yes')
    vi.stubEnv('OPENAI_LOG', 'debug')
    const written = ['log', 'info', 'warn', 'error', 'debug'].map((name) => vi.spyOn(console, name as 'log'))
    const { generate, server, log } = await openTestModel([
      openAiChatAnswer({ text: 'Hi' }),
      { steps: [sseEvent('{oops')] },
    ])
    await generate()
    await expect(generate()).rejects.toMatchObject({ code: 'MODEL_FAILED' })
    const { headers, body } = server.requests[0] ?? {}
    expect(Object.keys(headers ?? {}).toSorted()).toEqual(
      [
        'accept',
        'accept-encoding',
        'accept-language',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'sec-fetch-mode',
        'user-agent',
      ].toSorted(),
    )
    expect(headers?.authorization).toBe('Bearer sk-secret')
    expect(`${JSON.stringify(headers)}${body}`).not.toContain('environment')
    for (const spy of written) expect(spy).not.toHaveBeenCalled()
    expect(log.join('')).not.toMatch(/sk-|greases|oops/)
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  })

  it('without a key no header is sent, and one with an odd character goes nowhere', async () => {
    const open = await openTestModel([openAiChatAnswer({ text: 'Hi' })], { key: null })
    await open.generate()
    expect(open.server.requests[0]?.headers).not.toHaveProperty('authorization')
    const odd = await openTestModel([], { key: 'sk-secret\nx: 1' })
    const { error } = await follow(odd.stream())
    expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', isTransient: false })
    expect(String(error)).not.toContain('sk-')
    expect(odd.server.requests).toHaveLength(0)
  })
})
