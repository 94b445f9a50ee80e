import type { Answer, AnswerHead, AnswerSentence, Citation } from '../../../contract/answers.ts'
import type { Message } from '../../../contract/chat.ts'
import type { ModelChoice } from '../../../contract/language-models.ts'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import type { LiveAnswer } from '../../engine/live-answer.ts'

/** An answer as it is drawn: the one that is on its way and the one that is kept look the same, so that nothing jumps. */
export type ShownAnswer = {
  /** The same from the first event on, whether it is live or kept. */
  key: string
  messageId: string | null
  state: 'waiting' | 'writing' | 'stopped' | 'interrupted' | 'failed' | 'postponed' | 'complete'
  /** It is being written, though not by a call of this page. */
  isElsewhere: boolean
  /** That was asked for. */
  model: string | null
  head: AnswerHead | null
  choice: ModelChoice | null
  reasoning: string
  text: string
  citations: readonly Citation[]
  sentences: readonly AnswerSentence[]
  /** Null while it is not whole. */
  answer: Answer | null
  error: unknown
  /** Of one that is postponed: when models are asked again. */
  postponed: WaitingAnswer | null
  live: LiveAnswer | null
}

export function fromLive(live: LiveAnswer): ShownAnswer {
  const { messageId, model, head, choice, reasoning, text, citations, sentences, answer, error } = live
  const shown = {
    messageId,
    model,
    head,
    choice,
    reasoning,
    text,
    citations,
    sentences,
    answer,
    error,
    postponed: null,
    live,
  }
  return { ...shown, key: messageId ?? `live-${live.key}`, isElsewhere: false, state: stateOf(live) }
}

function stateOf({ state, head, text, sentences }: LiveAnswer): ShownAnswer['state'] {
  if (state === 'failed' || state === 'stopped') return state
  if (state === 'stopping') return 'stopped'
  if (state === 'done') return 'complete'
  const isBegun = text !== '' || sentences.length > 0 || head?.mode === 'nothing-found'
  return isBegun ? 'writing' : 'waiting'
}

/** `waiting`: where it is known to wait, as it is until its first word. */
export function fromMessage(message: Message, waiting: WaitingAnswer | null = null): ShownAnswer {
  const { id, answer, text, model } = message
  const postponed = answer === null && text === '' ? waiting : null
  const isStreaming = message.state === 'streaming' && postponed === null
  return {
    key: id,
    messageId: id,
    state: postponed === null ? stateOfKept(message.state) : 'postponed',
    isElsewhere: isStreaming,
    model,
    head: answer,
    choice: answer?.generation?.choice ?? null,
    reasoning: answer?.generation?.reasoning ?? '',
    text: answer === null ? text : answer.mode === 'generated' ? answer.answer : '',
    citations: answer?.citations ?? [],
    sentences: answer?.sentences ?? [],
    answer,
    error: null,
    postponed,
    live: null,
  }
}

function stateOfKept(state: Message['state']): ShownAnswer['state'] {
  return state === 'streaming' ? 'writing' : state
}

/** Whether it is Markdown of a model, or what had arrived of it; other answers are sentences. */
export function isWritten({ head, choice, text, sentences }: ShownAnswer): boolean {
  if (head?.mode === 'generated') return true
  return text !== '' && (head === null || choice !== null) && sentences.length === 0
}
