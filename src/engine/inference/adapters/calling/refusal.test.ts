import { describe, expect, it } from 'vitest'
import type { Refusal } from './context-length.ts'
import { refuse } from './refusal.ts'

const of = (refusal: Partial<Refusal>, headers: Record<string, string> = {}) =>
  refuse({ status: null, code: null, type: null, param: null, message: '', ...refusal }, new Headers(headers))

describe('what a server refuses', () => {
  // Texts of the servers' own references. Would catch a fallback to other models, or a dead end, where a shorter question helps.
  it.each<[string, Partial<Refusal>, { given: number; maximum: number } | null]>([
    [
      'OpenAI',
      {
        code: 'context_length_exceeded',
        message:
          "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.",
      },
      { given: 9001, maximum: 8192 },
    ],
    [
      'vLLM',
      {
        message:
          "This model's maximum context length is 4096 tokens. However, you requested 5,021 tokens (4921 in the messages, 100 in the completion).",
      },
      { given: 5021, maximum: 4096 },
    ],
    [
      'the responses API',
      { message: 'Your input exceeds the context window of this model. Please adjust your input and try again.' },
      null,
    ],
    [
      'Gemini',
      {
        code: '400',
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      },
      { given: 1_200_000, maximum: 1_048_576 },
    ],
    [
      'Groq',
      {
        status: 413,
        code: 'rate_limit_exceeded',
        message:
          'Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 7012, please reduce your message size',
      },
      { given: 7012, maximum: 6000 },
    ],
    [
      'OpenAI, above a minute’s allowance',
      {
        status: 429,
        type: 'tokens',
        code: 'rate_limit_exceeded',
        message: 'Request too large for m on tokens per min (TPM): Limit 10000, Requested 12000.',
      },
      { given: 12_000, maximum: 10_000 },
    ],
    [
      'Together',
      {
        status: 422,
        message:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000 `inputs` tokens and 512 `max_new_tokens`',
      },
      { given: 9000, maximum: 8193 },
    ],
    [
      'Moonshot',
      { message: 'Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)' },
      { given: 9000, maximum: 8192 },
    ],
    ['Ollama', { message: 'the input length exceeds the context length' }, null],
    [
      'llama.cpp',
      {
        type: 'exceed_context_size_error',
        message: 'request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it',
      },
      { given: 9000, maximum: 8192 },
    ],
    [
      'SGLang',
      { message: "The input (5000 tokens) is longer than the model's context length (4096 tokens)." },
      { given: 5000, maximum: 4096 },
    ],
    [
      'Anthropic',
      { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
      { given: 210_000, maximum: 200_000 },
    ],
    ['a proxy before the server', { status: 413, message: '<html>Request Entity Too Large</html>' }, null],
    ['nobody knows which, in a stream', { status: null, code: 'context_length_exceeded', message: '' }, null],
  ])('too long, as %s says it', (_name, refusal, tokens) => {
    expect(of({ status: 400, ...refusal })).toMatchObject({ code: 'CONTEXT_EXCEEDED', tokens, isTransient: false })
  })

  it.each<[string, Partial<Refusal>, string]>([
    [
      'a limit of the output',
      {
        param: 'max_tokens',
        message: 'max_tokens is too large: 99999. This model supports at most 4096 completion tokens.',
      },
      'this limit of the output',
    ],
    [
      'a limit of the output, compared with the context',
      {
        message:
          '`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model',
      },
      'this limit of the output',
    ],
    [
      'OpenAI: a field of another family',
      {
        code: 'unsupported_parameter',
        param: 'max_tokens',
        message:
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      },
      'this limit of the output',
    ],
    [
      'OpenAI: a value',
      {
        code: 'unsupported_value',
        param: 'temperature',
        message: "Unsupported value: 'temperature' does not support 0.2 with this model.",
      },
      'the option temperature',
    ],
    [
      'the older OpenAI',
      { message: 'Unrecognized request argument supplied: reasoning_effort' },
      'the option reasoning',
    ],
    ['Groq', { message: "property 'seed' is unsupported" }, 'the option seed'],
    ['a nested field', { param: 'text.format.json_schema', message: 'no' }, 'structured output'],
    ['Ollama: images', { message: 'this model does not support image input' }, 'images'],
    ['Ollama: tools', { message: 'registry/model:1b does not support tools' }, 'tools'],
  ])('an option that the model does not have: %s', (_name, refusal, option) => {
    expect(of({ status: 400, ...refusal })).toMatchObject({
      code: 'MODEL_REJECTED',
      message: `the model does not take ${option}`,
      status: 400,
      isTransient: false,
    })
  })

  it.each<[string, Partial<Refusal>, Record<string, unknown>]>([
    ['a wrong key', { status: 401 }, { code: 'MODEL_UNREACHABLE', status: 401, isTransient: false }],
    ['no credit', { status: 402 }, { code: 'MODEL_UNREACHABLE', status: 402, isTransient: false }],
    [
      'no credit, said as too many calls',
      { status: 429, code: 'insufficient_quota', type: 'insufficient_quota' },
      { code: 'MODEL_UNREACHABLE', isTransient: false, message: 'the account has no credit left' },
    ],
    ['a forbidden model', { status: 403 }, { code: 'MODEL_UNREACHABLE', status: 403, isTransient: false }],
    ['an unknown model', { status: 404, code: 'model_not_found' }, { code: 'MODEL_REJECTED', status: 404 }],
    [
      'a bad request',
      { status: 400, message: 'secret sk-1234 in documents' },
      { code: 'MODEL_REJECTED', message: 'the server does not take the request' },
    ],
    [
      'the filter of Azure OpenAI',
      { status: 400, code: 'content_filter' },
      { code: 'MODEL_REJECTED', message: "the provider's content filter does not take the question" },
    ],
    ['a conflict', { status: 409 }, { code: 'MODEL_UNREACHABLE', isTransient: true }],
    ['too many calls', { status: 429 }, { code: 'MODEL_UNREACHABLE', isTransient: true, retryAfterMs: null }],
    [
      'a failure of the server',
      { status: 500, message: 'context length is broken' },
      { code: 'MODEL_UNREACHABLE', isTransient: true },
    ],
    ['what the server will never do', { status: 501 }, { code: 'MODEL_UNREACHABLE', isTransient: false }],
    ['another address', { status: 307 }, { code: 'MODEL_UNREACHABLE', status: 307, isTransient: false }],
    [
      'a failure inside a stream',
      { type: 'server_error' },
      { code: 'MODEL_UNREACHABLE', status: null, isTransient: true },
    ],
    [
      'too many calls inside a stream',
      { code: 'rate_limit_exceeded' },
      { code: 'MODEL_UNREACHABLE', isTransient: true },
    ],
    ['a failure inside a stream that has no name', { message: 'oops' }, { code: 'MODEL_FAILED', isTransient: true }],
  ])('%s', (_name, refusal, expected) => {
    expect(of(refusal)).toMatchObject(expected)
  })

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['a fraction of seconds', { 'retry-after': '0.25' }, 250],
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    ['a date that has passed', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
  ])('the server asks to wait: %s', (_name, headers, retryAfterMs) => {
    expect(of({ status: 429 }, headers)).toMatchObject({ retryAfterMs })
  })

  it('the server asks to wait until a date', () => {
    const date = new Date(Date.now() + 60_000).toUTCString()
    const { retryAfterMs } = of({ status: 503 }, { 'retry-after': date })
    expect(retryAfterMs).toBeGreaterThan(50_000)
    expect(retryAfterMs).toBeLessThanOrEqual(60_000)
  })
})
