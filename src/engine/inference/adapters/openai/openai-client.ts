import OpenAI from 'openai'
import type { Fetch } from '../../../net/as-fetch.ts'
import { ModelError } from '../../model-runner.ts'
import { modelFetch } from '../calling/model-fetch.ts'
import type { OpenAiServer } from './openai-options.ts'
import { type AddressUse, serverAddress } from './server-address.ts'
import { doneObject } from './wire-chunks.ts'

/** Goes where the SDK wants a key. The real one is added to the headers at the very end, so that the SDK never has it. */
const placeholder = 'not-the-key'

const silent = () => undefined
const nobody = { error: silent, warn: silent, info: silent, debug: silent }

/**
 * The SDK for one server. Nothing of the environment goes out (keys, addresses and organisations are all given, and headers
 * are chosen one by one), nothing is tried twice, and nothing is logged.
 *
 * @param options.totalMs from a call to the last byte of its answer
 */
export function openOpenAiClient(server: OpenAiServer, options: { use: AddressUse; totalMs: number }): OpenAI {
  const { net, key, onRateLimits } = server
  const { base, query } = serverAddress(server, options.use)
  return new OpenAI({
    baseURL: base,
    defaultQuery: query,
    apiKey: placeholder,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: options.totalMs,
    logLevel: 'off',
    logger: nobody,
    fetch: withFiles(
      modelFetch({
        net,
        totalMs: options.totalMs,
        onRateLimits,
        doneMark: JSON.stringify({ object: doneObject }),
        headers: (sent) => ({
          accept: sent.get('accept') ?? 'application/json',
          ...(sent.has('content-type') ? { 'content-type': 'application/json' } : {}),
          ...(key === null || key.trim() === '' ? {} : keyHeader(server.kind, key.trim())),
        }),
      }),
    ),
  })
}

/** Before it sends a file, the SDK asks a fetch for its Response, and one without calls `data:` to see one. */
function withFiles(fetch: Fetch): Fetch {
  return Object.assign(fetch, { Response })
}

function keyHeader(kind: OpenAiServer['kind'], key: string): Record<string, string> {
  // What refuses such a header says it with the header.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ModelError('MODEL_UNREACHABLE', 'the key holds characters that no key has')
  }
  // Azure takes its own keys here; a token of the organisation's sign-in begins as every JSON Web Token does.
  if (kind === 'azure-openai' && !key.startsWith('eyJ')) return { 'api-key': key }
  return { authorization: `Bearer ${key}` }
}
