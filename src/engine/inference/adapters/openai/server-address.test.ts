import { describe, expect, it } from 'vitest'
import type { ProviderKind, ProviderProtocol } from '../../../../contract/providers.ts'
import { type AddressUse, serverAddress } from './server-address.ts'

const address = (kind: ProviderKind, url: string, use: AddressUse) => {
  const { base, query } = serverAddress({ kind, url }, use)
  const search = new URLSearchParams(query).toString()
  return search === '' ? base : `${base}?${search}`
}
const chat = { protocol: 'openai-chat' as ProviderProtocol, name: 'my/gpt' }
const responses = { protocol: 'openai-responses' as ProviderProtocol, name: 'my/gpt' }

describe('addresses as people type them, and as references show them', () => {
  it.each<[string, ProviderKind, string, string]>([
    ['MOD-1.openai', 'openai', 'https://api.openai.com', 'https://api.openai.com/v1'],
    ['MOD-1.openai', 'openai', 'https://api.openai.com/v1/', 'https://api.openai.com/v1'],
    ['MOD-1.openai', 'openai', 'https://api.openai.com/v1/responses', 'https://api.openai.com/v1'],
    ['MOD-1.compatible', 'openai-compatible', 'http://127.0.0.1:8000', 'http://127.0.0.1:8000/v1'],
    ['MOD-1.compatible', 'openai-compatible', 'https://host/gateway/v1/chat/completions', 'https://host/gateway/v1'],
    ['MOD-1.compatible', 'openai-compatible', 'https://host/team?tenant=7', 'https://host/team?tenant=7'],
    ['MOD-1.gemini', 'gemini', 'https://g.example/v1beta', 'https://g.example/v1beta/openai'],
    ['MOD-1.gemini', 'gemini', 'https://g.example/v1beta/openai/', 'https://g.example/v1beta/openai'],
    ['MOD-1.gemini', 'gemini', 'https://g.example', 'https://g.example/v1beta/openai'],
    ['MOD-1.groq', 'groq', 'https://api.groq.com', 'https://api.groq.com/openai/v1'],
    ['MOD-1.ollama', 'ollama', 'http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['MOD-1.ollama', 'ollama', 'http://127.0.0.1:11434/api/chat', 'http://127.0.0.1:11434/v1'],
    ['MOD-1.ollama', 'ollama', 'http://127.0.0.1:11434/v1/models', 'http://127.0.0.1:11434/v1'],
  ])('%s: %s %s', (_part, kind, typed, base) => {
    expect(address(kind, typed, chat)).toBe(base)
    expect(address(kind, typed, 'models')).toBe(base)
  })

  const azure = 'https://r.openai.azure.com'
  const dated = '?api-version=2024-10-21'
  it.each<[string, string, AddressUse]>([
    [azure, `${azure}/openai/v1`, chat],
    [`${azure}/openai/v1/`, `${azure}/openai/v1`, responses],
    [`${azure}/openai/v1/chat/completions`, `${azure}/openai/v1`, chat],
    [`${azure}/openai/v1?api-version=preview`, `${azure}/openai/v1?api-version=preview`, 'models'],
    [`${azure}${dated}`, `${azure}/openai/deployments/my%2Fgpt${dated}`, chat],
    [`${azure}/openai/${dated}`, `${azure}/openai/deployments/my%2Fgpt${dated}`, chat],
    [`${azure}${dated}`, `${azure}/openai${dated}`, responses],
    [`${azure}${dated}`, `${azure}/openai${dated}`, 'models'],
    [`${azure}/openai/deployments/d/chat/completions${dated}`, `${azure}/openai/deployments/d${dated}`, chat],
    [`${azure}/openai/deployments/d${dated}`, `${azure}/openai${dated}`, responses],
    [`https://r.services.ai.azure.com/models${dated}`, `https://r.services.ai.azure.com/models${dated}`, chat],
    ['https://gateway.example/team-a', 'https://gateway.example/team-a', chat],
  ])('MOD-1.azure: %s leads to %s', (typed, expected, use) => {
    expect(address('azure-openai', typed, use)).toBe(expected)
  })
})
