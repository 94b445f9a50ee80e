import { readRetryAfter } from '../../../../domain/retry-after.ts'
import { ModelError } from '../../model-runner.ts'
import { namesTokens, type Refusal, speaksOfLength } from './context-length.ts'
import { refusedOption } from './refused-option.ts'

export type HeaderReader = { get(name: string): string | null }

/** In our own words: what a server says may hold the text that it was sent, or a part of the key. */
const reasons: Readonly<Record<number, string>> = {
  401: 'the server does not take the key',
  402: 'the account has no credit left',
  403: 'the key may not use this model',
  404: 'there is no such model or address on the server',
  405: 'there is no such address on the server',
  408: 'the server waited too long for the question',
  429: 'the server takes no more calls for now',
  503: 'the server is overloaded',
  529: 'the server is overloaded',
}

const passing = new Set([408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529])
const refusals = new Set([401, 402, 403, 407])

/** What servers that name no status in a stream call their errors. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  invalid_prompt: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  insufficient_quota: 402,
  billing_error: 402,
  exceeded_current_quota_error: 402,
  permission_error: 403,
  permission_denied: 403,
  not_found_error: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  rate_limit_reached_error: 429,
  requests: 429,
  tokens: 429,
  too_many_requests: 429,
  resource_exhausted: 429,
  api_error: 500,
  server_error: 500,
  internal_server_error: 500,
  internal_error: 500,
  overloaded_error: 529,
  engine_overloaded_error: 529,
  service_unavailable: 503,
  timeout: 504,
  timeout_error: 504,
  vector_store_timeout: 504,
}

/** Gemini calls a wrong key a bad request. */
const aboutKey =
  /api[ _-]?key (?:is )?(?:not valid|invalid|expired|incorrect)|(?:invalid|incorrect|wrong) api[ _-]?key/i

/** Out of credit, which no waiting mends, though the status says that there are too many calls. */
const withoutCredit = new Set([
  'insufficient_quota',
  'billing_error',
  'exceeded_current_quota_error',
  'billing_hard_limit_reached',
])
const filters = new Set(['content_filter', 'content_policy_violation', 'responsibleaipolicyviolation'])

/** What a server's refusal means for its caller. `headers`: of the answer, for how long the server asks to wait. */
export function refuse(refusal: Refusal, headers: HeaderReader | null): ModelError {
  const names = [refusal.code, refusal.type].flatMap((name) => (name === null ? [] : [name.toLowerCase()]))
  const status = refusal.status ?? names.map((name) => statusOfType[name]).find((known) => known !== undefined) ?? null
  const said = { status: refusal.status }
  if (names.some((name) => withoutCredit.has(name)))
    return new ModelError('MODEL_UNREACHABLE', reasons[402] ?? '', said)
  if (status === 400 && aboutKey.test(refusal.message))
    return new ModelError('MODEL_UNREACHABLE', reasons[401] ?? '', said)
  if (status === null || status < 500) {
    if (names.some((name) => filters.has(name))) {
      return new ModelError('MODEL_REJECTED', "the provider's content filter does not take the question", said)
    }
    // Also a refusal for a minute's allowance, which this request alone is more than.
    if (mayBeLong(status) && speaksOfLength({ ...refusal, status })) {
      const tokens = namesTokens(refusal.message)
      return new ModelError('CONTEXT_EXCEEDED', 'the request is too long for the model', { ...said, tokens })
    }
  }
  if (status === null)
    return new ModelError('MODEL_FAILED', 'the server reports a failure', { ...said, isTransient: true })
  const reason = reasons[status] ?? `the server answered ${status}`
  if (status < 400) return new ModelError('MODEL_UNREACHABLE', 'the server points to another address', said)
  if (passing.has(status)) {
    const retryAfterMs = headers === null ? null : readPause(headers, Date.now())
    return new ModelError('MODEL_UNREACHABLE', reason, { ...said, isTransient: true, retryAfterMs })
  }
  if (status >= 500 || refusals.has(status)) return new ModelError('MODEL_UNREACHABLE', reason, said)
  const option = refusedOption(refusal)
  const because =
    option === null ? (reasons[status] ?? 'the server does not take the request') : `the model does not take ${option}`
  return new ModelError('MODEL_REJECTED', because, said)
}

const mayBeLong = (status: number | null) => status === null || [400, 413, 422, 429].includes(status)

/** How long an answer asks to wait, in milliseconds: `retry-after-ms` of Azure OpenAI and others is finer than Retry-After. */
export function readPause(headers: HeaderReader, now: number): number | null {
  const milliseconds = headers.get('retry-after-ms')?.trim() ?? ''
  if (/^\d{1,12}(?:\.\d+)?$/.test(milliseconds)) return Math.ceil(Number(milliseconds))
  return readRetryAfter(headers.get('retry-after'), now)
}
