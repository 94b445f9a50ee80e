import { describe, expect, it } from 'vitest'
import type { ProviderKind } from '../../../../contract/providers.ts'
import { type ModelTraits, traitsOf } from './model-traits.ts'

describe('MOD-1.openai, MOD-1.azure, MOD-1.compatible: what a model takes, by its name', () => {
  it.each<[ProviderKind, string, Partial<ModelTraits>]>([
    ['openai', 'gpt-4o', { reasons: false, sampling: 'always', schema: true, images: true }],
    ['openai', 'gpt-4.1-nano-2025-04-14', { reasons: false, schema: true, images: true }],
    ['openai', 'gpt-3.5-turbo', { reasons: false, schema: false, images: false }],
    // Would catch a model of 2022 that is taken for one of version 35, which thinks.
    ['azure-openai', 'gpt-35-turbo-16k', { reasons: false, sampling: 'always', schema: false }],
    [
      'openai',
      'o4-mini-2025-04-16',
      { reasons: true, withoutThinking: null, sampling: 'never', systemRole: 'developer' },
    ],
    ['openai', 'gpt-5-nano-2025-08-07', { reasons: true, withoutThinking: 'minimal', sampling: 'never' }],
    ['openai', 'gpt-5.1-codex-max', { reasons: true, withoutThinking: 'none' }],
    ['openai', 'gpt-7', { reasons: true, sampling: 'never', stop: false }],
    ['azure-openai', 'our-own-name', { reasons: false, sampling: 'always' }],
    ['openai-compatible', 'openai/gpt-5.6-luna', { reasons: true, systemRole: 'system', toolsWithThinking: true }],
    ['openai-compatible', 'gpt-j-6b', { reasons: false, sampling: 'always' }],
    ['together', 'deepseek-ai/DeepSeek-R1', { reasons: true, withoutThinking: 'none' }],
    ['together', 'Qwen/Qwen3-235B-A22B-Thinking-2507', { reasons: true }],
    ['gemini', 'models/gemini-2.0-flash', { reasons: false }],
    ['gemini', 'gemini-2.5-pro', { reasons: true, withoutThinking: null }],
    ['gemini', 'gemma-3-27b-it', { reasons: false }],
    ['moonshot', 'moonshot-v1-8k-vision-preview', { reasons: false, images: true, sampling: 'always' }],
    ['groq', 'meta-llama/llama-4-scout-17b-16e-instruct', { images: true, schema: true }],
  ])('%s %s', (kind, name, expected) => {
    expect(traitsOf(kind, name)).toMatchObject(expected)
  })
})
