import { type CountedRequest, countRequestTokens, type TokenCounting } from '../../count-tokens.ts'
import type { OpenAiOptions } from './openai-options.ts'

/**
 * OpenAI's own tokeniser. Overheads are those of its cookbook (3 a message and 3 for the answer's beginning), with room for
 * what models that think are told beside; tools are told shorter than their JSON. A picture in high detail is at most 2,500
 * patches of which a small model counts 2.46 tokens each.
 */
const ownTokeniser: TokenCounting = {
  encoding: 'o200k_base',
  factor: 1,
  perForeignCharacter: 0,
  perRequest: 32,
  perMessage: 6,
  perImage: 6_200,
  withTools: 32,
  perTool: 16,
}

/**
 * Tokenisers of others. Those with large vocabularies make about as many tokens as OpenAI's of prose and code, those with
 * small ones half as many again; many cut numbers into digits, and scripts beyond Latin into smaller pieces.
 */
const otherTokenisers: TokenCounting = {
  ...ownTokeniser,
  factor: 1.6,
  perForeignCharacter: 1,
  perDigit: 1,
  perRequest: 128,
  perMessage: 10,
  perImage: 8_000,
  withTools: 512,
  perTool: 32,
}

/** What a model of OpenAI's small family of 2024 counts for a picture of eight tiles: 2,833 and 5,667 a tile. */
const miniImage = 48_200

/** Tokens of a request's input as its server will count them: exact for text of OpenAI's models, a bound for others. */
export function countOpenAiTokens(
  request: CountedRequest,
  { kind, name }: Pick<OpenAiOptions, 'kind' | 'name'>,
): Promise<number> {
  return countRequestTokens(request, countingOf(kind, name))
}

export function countingOf(kind: OpenAiOptions['kind'], name: string): TokenCounting {
  const bare = name.toLowerCase().replace(/^.*\//, '')
  // Its template tells the model of itself in about 80 tokens.
  if (bare.startsWith('gpt-oss')) return { ...ownTokeniser, perRequest: 128, perMessage: 8, perImage: 8_000 }
  const version = /^(?:chat)?gpt-(\d+)/.exec(bare)?.[1]
  const isOfOpenAi =
    kind === 'openai' || kind === 'azure-openai' || /^(?:o[134]|codex)/.test(bare) || version !== undefined
  if (!isOfOpenAi) return otherTokenisers
  if (/^gpt-(?:3|4(?!o|\.1|\.5))/.test(bare)) return { ...ownTokeniser, encoding: 'cl100k_base' }
  if (/^gpt-4o-mini/.test(bare)) return { ...ownTokeniser, perImage: miniImage }
  if (/^(?:chat)?gpt-[45]|^(?:o[134]|codex)/.test(bare)) return ownTokeniser
  // A deployment's own name, or a generation whose tokeniser is not known yet.
  return {
    ...otherTokenisers,
    perRequest: 64,
    perImage: kind === 'azure-openai' ? miniImage : otherTokenisers.perImage,
  }
}
