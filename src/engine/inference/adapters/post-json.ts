import { pauseBeforeRetry } from '../../../domain/backoff.ts'
import { NetError } from '../../net/net-error.ts'
import { ModelError } from '../model-runner.ts'
import { ofNet } from './calling/call-error.ts'
import { type HeaderReader, readPause } from './calling/refusal.ts'
import type { Server } from './server.ts'

/** How long a call may take with its tries, and how long it waits between two, in milliseconds. */
export type Patience = { totalMs: number; pauseMs: number }

/**
 * `work`: a model that is loaded first, on a slow machine, and then reads a full batch; a job comes back later by itself.
 * `question`: somebody waits for it, and is served without the model when it does not answer.
 */
export const patience: Readonly<Record<'work' | 'question', Patience>> = {
  work: { totalMs: 600_000, pauseMs: 60_000 },
  question: { totalMs: 30_000, pauseMs: 3_000 },
}

/** Far above the vectors of a batch; a server that sends more has gone wrong. */
const mostBytes = 64 * 1_048_576
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504])

/** What a server answered that it does not do: the text or the batch is too long, or something else is wrong with the call. */
export class RefusedError extends ModelError {
  readonly isTooLong: boolean

  constructor(
    status: number,
    said: Pick<ModelError, 'isTransient' | 'retryAfterMs'> & Pick<RefusedError, 'isTooLong'>,
  ) {
    super('MODEL_UNREACHABLE', reasons[status] ?? `the server answered ${status}`, { ...said, status })
    this.isTooLong = said.isTooLong
  }
}

/** In our own words: what a server says may hold the text that it was sent, or a part of the key. */
const reasons: Readonly<Record<number, string>> = {
  401: 'the server does not take the key',
  402: 'the account has no credit left',
  403: 'the key may not use this model',
  404: 'there is no such model or address on the server',
  429: 'the server takes no more calls for now',
}

export type Call = {
  url: string
  headers: Record<string, string>
  body: unknown
  patience: Patience
  signal: AbortSignal
}

/**
 * POSTs JSON and gives the answer's JSON. What may pass is tried again, after the pause that the server asks for.
 *
 * @throws ModelError, RefusedError, or the signal's reason
 */
export async function postJson(server: Server, call: Call): Promise<unknown> {
  const { totalMs, pauseMs } = call.patience
  const begun = performance.now()
  const left = () => totalMs - (performance.now() - begun)
  for (let tries = 1; ; tries++) {
    try {
      return await postOnce(server, call, Math.ceil(left()))
    } catch (error) {
      if (!(error instanceof ModelError) || !error.isTransient) throw error
      const pause = pauseBeforeRetry({ tries, askedMs: error.retryAfterMs, random: Math.random() })
      if (pause === null || pause > Math.min(pauseMs, left())) throw error
      await server.wait(pause, call.signal)
    }
  }
}

async function postOnce({ net }: Server, call: Call, totalMs: number): Promise<unknown> {
  const { url, headers, body, signal } = call
  try {
    await using response = await net.fetch({
      url,
      purpose: 'model',
      destination: 'server',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
      totalMs,
      signal,
    })
    const text = await readText(response.body)
    if (response.status < 200 || response.status > 299) throw refuse(response.status, response.headers, text)
    return parse(text)
  } catch (error) {
    throw error instanceof NetError ? ofNet(error) : error
  }
}

function refuse(status: number, headers: HeaderReader, text: string): RefusedError {
  return new RefusedError(status, {
    isTooLong: status === 413 || ([400, 422].includes(status) && speaksOfLength(text)),
    isTransient: passingStatuses.has(status),
    retryAfterMs: readPause(headers, Date.now()),
  })
}

/** Servers have no code for it in common; they all say it in English. */
function speaksOfLength(text: string): boolean {
  return /context length|too (?:long|large|many|big)|exceed|longer than|batch size|maximum.{0,40}(?:token|length|input|size)/i.test(
    text,
  )
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.length
    if (bytes > mostBytes) throw new ModelError('MODEL_FAILED', 'the server does not stop answering')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The syntax error quotes the answer.
    throw new ModelError('MODEL_FAILED', 'the server does not answer in JSON: is the address right?')
  }
}
