import type { LlamaChatResponseChunk, LlamaChatResponseFunctionCallParamsChunk } from 'node-llama-cpp'
import type { StreamPart } from '../language-model.ts'

/** Turns what llama.cpp writes into the parts of a stream. */
export type AnswerParts = {
  chunk(chunk: LlamaChatResponseChunk): void
  call(chunk: LlamaChatResponseFunctionCallParamsChunk): void
  /** Ends what is open. */
  end(): void
  reasoningTokens(): number
}

type Open =
  | { type: 'text' | 'reasoning'; id: string }
  | { type: 'tool-call'; id: string; index: number; name: string; input: string }

export function createAnswerParts(emit: (part: StreamPart) => void): AnswerParts {
  let open: Open | null = null
  let count = 0
  let reasoningTokens = 0

  function end(): void {
    if (open?.type === 'text') emit({ type: 'text-end', id: open.id })
    else if (open?.type === 'reasoning') emit({ type: 'reasoning-end', id: open.id, signature: null })
    else if (open?.type === 'tool-call') {
      emit({ type: 'tool-call-end', id: open.id, name: open.name, input: open.input.trim() === '' ? '{}' : open.input })
    }
    open = null
  }

  return {
    chunk({ type, text, tokens }) {
      const kind = type === 'segment' ? 'reasoning' : 'text'
      if (kind === 'reasoning') reasoningTokens += tokens.length
      if (text === '') return
      if (open?.type !== kind) {
        end()
        open = { type: kind, id: `${kind}-${++count}` }
        emit({ type: `${kind}-start`, id: open.id })
      }
      emit({ type: `${kind}-delta`, id: open.id, text })
    },
    call({ callIndex, functionName, paramsChunk, done }) {
      if (open?.type !== 'tool-call' || open.index !== callIndex) {
        end()
        // Calls of several turns of a conversation stand in one list of messages.
        open = { type: 'tool-call', id: `call_${crypto.randomUUID()}`, index: callIndex, name: functionName, input: '' }
        emit({ type: 'tool-call-start', id: open.id, name: functionName })
      }
      open.input += paramsChunk
      if (paramsChunk !== '') emit({ type: 'tool-call-delta', id: open.id, text: paramsChunk })
      if (done) end()
    },
    end,
    reasoningTokens: () => reasoningTokens,
  }
}
