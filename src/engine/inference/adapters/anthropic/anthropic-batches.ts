import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'
import type { BatchedRequest, BatchModel, BatchPlace, BatchResult } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { type BatchLine, batchCalls, findBatchLine, lookAheadMs, lookBackMs } from '../calling/batch-calls.ts'
import { toModelError, toStreamError } from './anthropic-error.ts'
import type { ClaudeTraits } from './claude-traits.ts'
import { createPartReader } from './read-parts.ts'
import { readWireEvent } from './wire-events.ts'
import { writeRequest } from './write-request.ts'

const text = z.string().nullish()
const Batch = z.object({ id: z.string().min(1), processing_status: z.string(), created_at: text })
const Result = z.object({
  type: z.string(),
  message: z.unknown().optional(),
  error: z.object({ error: z.object({ type: text, message: text }).nullish() }).nullish(),
})

const calling = batchCalls(toModelError)

/** Batches of Anthropic's Messages protocol, where request and answer are kept with the batch. */
export function openAnthropicBatches(client: Anthropic, model: { name: string; traits: ClaudeTraits }): BatchModel {
  const { batches } = client.messages

  function write({ request }: BatchedRequest, signal: AbortSignal) {
    const { body, warnings } = writeRequest({ ...request, signal }, model)
    const { stream: _stream, ...params } = body
    return { params, warnings }
  }

  async function resultOf(id: string, { batchId, signal }: { batchId: string; signal: AbortSignal }) {
    // Not at the address that the batch tells: the key goes to no other server.
    const address = `/v1/messages/batches/${encodeURIComponent(batchId)}/results`
    const response = await client.get(address, { signal }).asResponse()
    return findBatchLine(await response.text(), id)
  }

  function readResult(line: BatchLine): BatchResult | null {
    const { type, message, error } = Result.parse(line.result)
    if (type === 'errored') return { error: toStreamError(error?.error ?? null) }
    if (type !== 'succeeded') return null
    const event = readWireEvent({ name: 'message', data: JSON.stringify(message ?? {}) })
    if (event === null || event.type === 'error') return { error: toStreamError(null) }
    const reader = createPartReader({ model: model.name, answerTool: null })
    const parts = reader.take(event)
    if (!reader.isWhole()) return { error: new ModelError('MODEL_FAILED', 'the answer of the batch is not whole') }
    return { parts: [...parts, ...reader.finish()] }
  }

  return {
    submit: (asked, signal) =>
      calling(signal, async () => {
        const { params, warnings } = write(asked, signal)
        const made = await batches.create({ requests: [{ custom_id: asked.id, params }] }, { signal })
        return { batchId: Batch.parse(made).id, warnings }
      }),

    find: ({ id, since }, signal) =>
      calling(signal, async (): Promise<BatchPlace> => {
        let isSure = true
        for await (const each of batches.list({ limit: 100 }, { signal })) {
          const { id: batchId, processing_status: status, created_at: created } = Batch.parse(each)
          const at = Date.parse(created ?? '')
          if (at < since - lookBackMs) break
          if (at > since + lookAheadMs) continue
          // What is in a batch is told at its end.
          if (status !== 'ended') isSure = false
          else if ((await resultOf(id, { batchId, signal })) !== null) return { state: 'found', batchId }
        }
        return { state: isSure ? 'nowhere' : 'unsure' }
      }),

    poll: (batchId, signal) =>
      calling(signal, async () => {
        const { processing_status: status } = Batch.parse(await batches.retrieve(batchId, undefined, { signal }))
        return status === 'ended' ? 'ended' : 'running'
      }),

    collect: ({ id, batchId }, signal) =>
      calling(signal, async () => {
        const line = await resultOf(id, { batchId, signal })
        return line === null ? null : readResult(line)
      }),

    cancel: (batchId, signal) =>
      calling(signal, async () => {
        await batches.cancel(batchId, undefined, { signal })
      }),

    erase: (batchId, signal) =>
      calling(signal, async () => {
        await batches.delete(batchId, undefined, { signal })
      }),
  }
}
