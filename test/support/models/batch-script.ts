import { cut, type ScriptedAnswer, type ScriptedRequest } from './scripted-server.ts'
import { startScriptedServer } from './start-scripted-server.ts'

type TakenBatch = { id: string; requestId: string; body: Record<string, unknown>; state: 'running' | 'cancelled' }

/** A provider's batches, as a test turns them. */
export type BatchScript = {
  /** What running batches have come to when they are looked at. */
  state: 'running' | 'done' | 'refused' | 'expired'
  batches: TakenBatch[]
  /** Files that lie there, by their ids. */
  files: Map<string, { name: string; text: string }>
  /** What the model writes. */
  text: string
  /** Calls that are answered otherwise, the first whose words are in `METHOD path`. */
  instead: Map<string, { status: number; headers?: Record<string, string> } | 'cut'>
  /** `METHOD path` of every call. */
  calls: string[]
}

export const usage = { input: 1_001, output: 77 }

const json = (value: unknown, status = 200): ScriptedAnswer => ({
  ...{ status, headers: { 'content-type': 'application/json' }, steps: [JSON.stringify(value)] },
})
const lines = (text: string): ScriptedAnswer => ({
  ...{ headers: { 'content-type': 'application/octet-stream' }, steps: [`${text}\n`] },
})

/** A server of batches by the public references, until the test ends. */
export async function startBatchServer(kind: 'openai' | 'anthropic') {
  const script: BatchScript = {
    ...{ state: 'running', batches: [], files: new Map(), text: 'It is deep.', instead: new Map(), calls: [] },
  }
  const answer = kind === 'openai' ? answerOpenAi : answerAnthropic
  const server = await startScriptedServer((request) => {
    const call = `${request.method} ${request.path}`
    script.calls.push(call)
    if (!/batches|files/.test(request.path)) return { ...json({ error: { message: 'not here' } }, 503) }
    const other = [...script.instead].find(([words]) => call.includes(words))?.[1]
    if (other === undefined) return answer(request, script)
    // It has heard what was asked, and says nothing.
    if (other !== 'cut') return { ...json({ error: { message: 'no' } }, other.status), ...headersOf(other.headers) }
    answer(request, script)
    return { steps: [cut] }
  })
  return { server, script }
}

const headersOf = (headers: Record<string, string> = {}) => ({
  headers: { 'content-type': 'application/json', ...headers },
})

function take(script: BatchScript, requestId: string, body: Record<string, unknown>): TakenBatch {
  const batch = { id: `batch_${script.batches.length + 1}`, requestId, body, state: 'running' as const }
  script.batches.push(batch)
  return batch
}

function findBatch({ batches }: BatchScript, path: string): TakenBatch | undefined {
  return batches.find(({ id }) => path.includes(id))
}

/** OpenAI's files and batches. */
function answerOpenAi({ method, path, body, json: read }: ScriptedRequest, script: BatchScript): ScriptedAnswer {
  const { files } = script
  if (path === '/v1/files' && method === 'POST') {
    const id = `file-${files.size + 1}`
    files.set(id, {
      name: /filename="([^"]+)"/.exec(body)?.[1] ?? '',
      text: /^\{"custom_id".*\}\r?$/m.exec(body)?.[0] ?? '',
    })
    return json({ id, object: 'file' })
  }
  if (path.startsWith('/v1/files?')) {
    return json({ object: 'list', data: [...files].map(([id, { name }]) => ({ id, filename: name })), has_more: false })
  }
  const fileId = /^\/v1\/files\/([^/]+)/.exec(path)?.[1] ?? ''
  if (method === 'DELETE') return json({ id: fileId, deleted: files.delete(fileId) })
  if (path.endsWith('/content')) return lines(files.get(fileId)?.text ?? '')
  if (path === '/v1/batches' && method === 'POST') {
    const { input_file_id: input, metadata } = read<{ input_file_id: string; metadata: Record<string, string> }>()
    const line = JSON.parse(files.get(input)?.text ?? '{}')
    const batch = take(script, line.custom_id, { ...line.body, input, metadata, url: line.url })
    return json(openAiBatch(batch, script))
  }
  if (path.startsWith('/v1/batches?')) {
    return json({ object: 'list', data: script.batches.map((batch) => openAiBatch(batch, script)), has_more: false })
  }
  const batch = findBatch(script, path)
  if (batch === undefined) return json({ error: { message: 'no such batch' } }, 404)
  if (path.endsWith('/cancel')) batch.state = 'cancelled'
  return json(openAiBatch(batch, script))
}

function openAiBatch(batch: TakenBatch, { state, files, text }: BatchScript) {
  const { id, requestId, body } = batch
  const ends = { running: 'in_progress', done: 'completed', refused: 'completed', expired: 'expired' } as const
  const status = batch.state === 'cancelled' ? 'cancelled' : ends[state]
  const resultId = `${id}-result`
  const isAnswered = status === 'completed' && state === 'done'
  const line = isAnswered
    ? {
        custom_id: requestId,
        response: { status_code: 200, body: openAiAnswer(String(body.url), text) },
        error: null,
      }
    : {
        custom_id: requestId,
        response: { status_code: 400, body: { error: { message: 'no', type: 'invalid_request_error' } } },
      }
  if (status === 'completed' && !files.has(resultId)) files.set(resultId, { name: '', text: JSON.stringify(line) })
  return {
    ...{ id, object: 'batch', status, input_file_id: body.input, metadata: body.metadata },
    output_file_id: isAnswered ? resultId : null,
    error_file_id: status === 'completed' && !isAnswered ? resultId : null,
  }
}

function openAiAnswer(url: string, text: string): object {
  if (url.endsWith('/responses')) {
    const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }]
    const told = { input_tokens: usage.input, output_tokens: usage.output }
    return { object: 'response', status: 'completed', model: 'gpt-4.1', output, usage: told }
  }
  const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }]
  const told = { prompt_tokens: usage.input, completion_tokens: usage.output }
  return { object: 'chat.completion', model: 'gpt-4.1', choices, usage: told }
}

/** Anthropic's batches of messages. */
function answerAnthropic({ method, path, json: read }: ScriptedRequest, script: BatchScript): ScriptedAnswer {
  const root = '/v1/messages/batches'
  if (path === root && method === 'POST') {
    const { requests } = read<{ requests: { custom_id: string; params: Record<string, unknown> }[] }>()
    const [asked] = requests
    return json(anthropicBatch(take(script, asked?.custom_id ?? '', asked?.params ?? {}), script))
  }
  if (path.startsWith(`${root}?`)) {
    return json({ data: script.batches.map((batch) => anthropicBatch(batch, script)), has_more: false })
  }
  const batch = findBatch(script, path)
  if (batch === undefined) return json({ error: { message: 'no such batch' } }, 404)
  if (method === 'DELETE') {
    script.batches.splice(script.batches.indexOf(batch), 1)
    return json({ id: batch.id, type: 'message_batch_deleted' })
  }
  if (path.endsWith('/results'))
    return lines(JSON.stringify({ custom_id: batch.requestId, result: resultOf(batch, script) }))
  if (path.endsWith('/cancel')) batch.state = 'cancelled'
  return json(anthropicBatch(batch, script))
}

function anthropicBatch(batch: TakenBatch, { state }: BatchScript) {
  const isRunning = state === 'running' && batch.state === 'running'
  return { id: batch.id, type: 'message_batch', processing_status: isRunning ? 'in_progress' : 'ended' }
}

function resultOf(batch: TakenBatch, { state, text }: BatchScript): object {
  if (batch.state === 'cancelled') return { type: 'canceled' }
  if (state === 'expired') return { type: 'expired' }
  if (state === 'refused') {
    return { type: 'errored', error: { type: 'error', error: { type: 'invalid_request_error', message: 'no' } } }
  }
  const told = { input_tokens: usage.input, output_tokens: usage.output }
  const content = [{ type: 'text', text }]
  const answered = { type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', stop_reason: 'end_turn' }
  return { type: 'succeeded', message: { ...answered, content, usage: told } }
}
