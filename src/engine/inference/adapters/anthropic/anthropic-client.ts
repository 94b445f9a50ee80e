import Anthropic from '@anthropic-ai/sdk'
import { ModelError } from '../../model-runner.ts'
import { modelFetch } from '../calling/model-fetch.ts'
import type { AnthropicServer } from './anthropic-options.ts'

/** The version that Anthropic's servers are spoken to in, and the one that others have learned. */
const versions = { own: '2026-10-21', others: '2023-06-01' }

/** Goes where the SDK wants a key. The real one is added to the headers at the very end, so that the SDK never has it. */
const placeholder = 'not-the-key'

const silent = () => undefined
const nobody = { error: silent, warn: silent, info: silent, debug: silent }

/**
 * The SDK for one server. It reads nothing from the environment (keys, addresses, headers and settings of tracing are all
 * given), tries nothing twice, and writes no log.
 *
 * @param totalMs from a call to the last byte of its answer
 */
export function openAnthropicClient(server: AnthropicServer, totalMs: number): Anthropic {
  const { net, kind, key, onRateLimits } = server
  const { base, query } = readAddress(server.url)
  return new Anthropic({
    baseURL: base,
    defaultQuery: query,
    apiKey: placeholder,
    webhookKey: null,
    maxRetries: 0,
    timeout: totalMs,
    logLevel: 'off',
    logger: nobody,
    openTelemetry: false,
    fetch: modelFetch({
      net,
      totalMs,
      onRateLimits,
      headers: (sent) => ({
        accept: sent.get('accept') ?? 'application/json',
        ...(sent.has('content-type') ? { 'content-type': 'application/json' } : {}),
        'anthropic-version': kind === 'anthropic' ? versions.own : versions.others,
        ...(key === null ? {} : keyHeaders(key)),
      }),
    }),
  })
}

/** In both places where servers of this protocol look for a key: Anthropic's take the first, others have only one of them. */
function keyHeaders(key: string): Record<string, string> {
  const bare = key.trim()
  // What refuses such a header says it with the header.
  if (!/^[\x21-\x7e]+$/.test(bare)) {
    throw new ModelError('MODEL_UNREACHABLE', 'the key holds characters that no key has')
  }
  return { 'x-api-key': bare, authorization: `Bearer ${bare}` }
}

/** The part of a typed address before the protocol's own paths, and its query. */
function readAddress(typed: string): { base: string; query: Record<string, string> } {
  const url = new URL(typed)
  const query = Object.fromEntries(url.searchParams)
  url.search = ''
  url.hash = ''
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/(?:\/v1)?(?:\/messages|\/models)?$/, '')
  return { base: url.href.replace(/\/+$/, ''), query }
}
