import type OpenAI from 'openai'
import { z } from 'zod'
import type { ProviderProtocol } from '../../../../contract/providers.ts'
import type { BatchedRequest, BatchModel, BatchPlace, BatchResult, GenerationRequest } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { batchCalls, findBatchLine, lookBackMs } from '../calling/batch-calls.ts'
import { refuseWith, toModelError } from './openai-error.ts'
import type { Target } from './openai-target.ts'
import { createChatReader } from './read-chat-parts.ts'
import { createResponseReader } from './read-response-parts.ts'
import { writeChatRequest } from './write-chat-request.ts'
import { writeResponseRequest } from './write-response-request.ts'

const fileId = z.string().nullish()
const Batch = z.object({
  id: z.string().min(1),
  status: z.string(),
  input_file_id: fileId,
  output_file_id: fileId,
  error_file_id: fileId,
  metadata: z.record(z.string(), z.string()).nullish().catch(null),
  created_at: z.number().nullish().catch(null),
})
type Batch = z.infer<typeof Batch>
const StoredFile = z.object({ id: z.string().min(1), filename: z.string().nullish(), created_at: z.number().nullish() })
const Result = z.object({
  response: z.object({ status_code: z.number(), body: z.unknown().optional() }).nullish(),
  error: z.unknown().optional(),
})

const endings = new Set(['completed', 'failed', 'expired', 'cancelled'])
/** Under which a batch is found again. */
const metadataKey = 'diwan'
const fileNameOf = (id: string) => `diwan-${id}.jsonl`
/** What is not erased by us, the provider erases by itself then. */
const keptForSeconds = 7 * 24 * 3_600

const calling = batchCalls(toModelError)

/** Batches of OpenAI: a file with the request goes there, and a file with its answer, or its refusal, is kept there. */
export function openOpenAiBatches(
  client: OpenAI,
  { target, protocol }: { target: Target; protocol: ProviderProtocol },
): BatchModel {
  const isChat = protocol === 'openai-chat'
  const endpoint = isChat ? '/v1/chat/completions' : '/v1/responses'

  async function retrieve(batchId: string, signal: AbortSignal): Promise<Batch> {
    return Batch.parse(await client.batches.retrieve(batchId, { signal }))
  }

  function write({ id, request }: BatchedRequest, signal: AbortSignal) {
    const asked: GenerationRequest = { ...request, signal }
    const { body, warnings } = isChat ? writeChatRequest(asked, target) : writeResponseRequest(asked, target)
    const { stream: _stream, stream_options: _options, ...whole } = body as typeof body & { stream_options?: unknown }
    return { line: JSON.stringify({ custom_id: id, method: 'POST', url: endpoint, body: whole }), warnings }
  }

  function readResult({ response, error }: z.infer<typeof Result>): BatchResult {
    if (response?.status_code !== 200) {
      return {
        error: refuseWith({ status: response?.status_code ?? null, error: response?.body ?? error, headers: null }),
      }
    }
    const reader = isChat
      ? createChatReader({ model: target.name, tags: target.kind.thoughtTags })
      : createResponseReader({ model: target.name })
    try {
      const parts = reader.take(response.body)
      if (!reader.isWhole()) return { error: new ModelError('MODEL_FAILED', 'the answer of the batch is not whole') }
      return { parts: [...parts, ...reader.finish()] }
    } catch (thrown) {
      if (thrown instanceof ModelError) return { error: thrown }
      throw thrown
    }
  }

  return {
    submit: (asked, signal) =>
      calling(signal, async () => {
        const { line, warnings } = write(asked, signal)
        const file = new File([line], fileNameOf(asked.id), { type: 'application/jsonl' })
        const expires_after = { anchor: 'created_at', seconds: keptForSeconds } as const
        const { id } = await client.files.create({ file, purpose: 'batch', expires_after }, { signal })
        const metadata = { [metadataKey]: asked.id }
        const made = await client.batches.create(
          { input_file_id: id, endpoint, completion_window: '24h', metadata, output_expires_after: expires_after },
          { signal },
        )
        return { batchId: Batch.parse(made).id, warnings }
      }),

    find: ({ id, since }, signal) =>
      calling(signal, async (): Promise<BatchPlace> => {
        const from = (since - lookBackMs) / 1_000
        for await (const each of client.batches.list({ limit: 100 }, { signal })) {
          const batch = Batch.parse(each)
          if (batch.metadata?.[metadataKey] === id) return { state: 'found', batchId: batch.id }
          if (batch.created_at != null && batch.created_at < from) break
        }
        for await (const each of client.files.list({ purpose: 'batch', order: 'desc', limit: 100 }, { signal })) {
          const file = StoredFile.parse(each)
          if (file.filename === fileNameOf(id)) await client.files.delete(file.id, { signal })
          if (file.created_at != null && file.created_at < from) break
        }
        return { state: 'nowhere' }
      }),

    poll: (batchId, signal) =>
      calling(signal, async () => (endings.has((await retrieve(batchId, signal)).status) ? 'ended' : 'running')),

    collect: ({ id, batchId }, signal) =>
      calling(signal, async () => {
        const { output_file_id: output, error_file_id: refusals } = await retrieve(batchId, signal)
        for (const file of [output, refusals]) {
          if (file == null) continue
          const response = await client.files.content(file, { signal })
          const line = findBatchLine(await response.text(), id)
          if (line !== null) return readResult(Result.parse(line))
        }
        return null
      }),

    cancel: (batchId, signal) =>
      calling(signal, async () => {
        await client.batches.cancel(batchId, { signal })
      }),

    erase: (batchId, signal) =>
      calling(signal, async () => {
        const {
          input_file_id: input,
          output_file_id: output,
          error_file_id: refusals,
        } = await retrieve(batchId, signal)
        for (const id of [input, output, refusals]) if (id != null) await eraseFile(id, signal)
      }),
  }

  async function eraseFile(id: string, signal: AbortSignal): Promise<void> {
    try {
      await client.files.delete(id, { signal })
    } catch (error) {
      const told = toModelError(error)
      // It is gone already.
      if (!(told instanceof ModelError) || told.status !== 404) throw error
    }
  }
}
