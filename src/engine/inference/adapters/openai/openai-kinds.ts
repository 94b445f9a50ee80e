import type { ProviderKind, ProviderProtocol } from '../../../../contract/providers.ts'

/** What kinds of servers do differently under one protocol. Sources: their references, read on 2026-11-21. */
export type OpenAiKind = {
  /** Where the provider is; null for what everybody has at an address of their own. */
  url: string | null
  protocol: ProviderProtocol
  /** The path before the protocol's own, where a person typed a host alone. */
  version: string
  outputLimit: 'max_tokens' | 'max_completion_tokens'
  /** Whether it has to be asked for the usage at the end of a stream. Who does not know the field refuses it or ignores it. */
  usageOption: boolean
  seed: boolean
  /** Stop sequences of one call. */
  mostStops: number
  /** Whether a call of some tool can be made to happen. */
  toolRequired: boolean
  /** Whether `thinking: { type }` tells it whether to think, where there is no level of it. */
  thinkingSwitch: boolean
  /** Whether thoughts may stand in the text, between `<think>` and `</think>`, as the models themselves write. */
  thoughtTags: boolean
  /** Whether thoughts of the turns before are given back with the calls that followed from them. */
  thoughtsBack: boolean
  /** Whether pictures are to be looked at in one known size, so that what they take can be told before. */
  imageDetail: boolean
  /** Whether thoughts can be asked for in the provider's cipher, to be given back with the next turn. */
  encryptedThoughts: boolean
}

const compatible: OpenAiKind = {
  url: null,
  protocol: 'openai-chat',
  version: '/v1',
  outputLimit: 'max_tokens',
  usageOption: true,
  seed: true,
  mostStops: 8,
  toolRequired: true,
  thinkingSwitch: false,
  thoughtTags: true,
  thoughtsBack: false,
  imageDetail: false,
  encryptedThoughts: false,
}

const openAi: OpenAiKind = {
  ...compatible,
  url: 'https://api.openai.com/v1',
  protocol: 'openai-responses',
  outputLimit: 'max_completion_tokens',
  mostStops: 4,
  thoughtTags: false,
  imageDetail: true,
  encryptedThoughts: true,
}

export type OpenAiProviderKind = Exclude<ProviderKind, 'anthropic'>

export const openAiKinds: Readonly<Record<OpenAiProviderKind, OpenAiKind>> = {
  openai: openAi,
  // An address of a resource each; many resources still have no responses.
  'azure-openai': { ...openAi, url: null, protocol: 'openai-chat', version: '/openai/v1' },
  gemini: {
    ...compatible,
    url: 'https://generativelanguage.googleapis.com/v1beta/openai',
    version: '/v1beta/openai',
    seed: false,
    mostStops: 5,
    thoughtTags: false,
    thoughtsBack: true,
  },
  groq: {
    ...compatible,
    url: 'https://api.groq.com/openai/v1',
    version: '/openai/v1',
    outputLimit: 'max_completion_tokens',
    mostStops: 4,
  },
  together: { ...compatible, url: 'https://api.together.xyz/v1', mostStops: 4 },
  moonshot: {
    ...compatible,
    url: 'https://api.moonshot.ai/v1',
    outputLimit: 'max_completion_tokens',
    seed: false,
    mostStops: 5,
    toolRequired: false,
    thinkingSwitch: true,
    thoughtTags: false,
    thoughtsBack: true,
  },
  ollama: { ...compatible, url: 'http://127.0.0.1:11434/v1' },
  'openai-compatible': compatible,
}

/** A server of the kind `anthropic` that is spoken to in OpenAI's protocol is one like any other. */
export const kindOf = (kind: ProviderKind): OpenAiKind => openAiKinds[kind === 'anthropic' ? 'openai-compatible' : kind]
