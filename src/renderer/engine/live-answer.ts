import type { Answer, AnswerHead, AnswerSentence, Citation } from '../../contract/answers.ts'
import type { AnswerEvent, Attachment } from '../../contract/chat.ts'
import type { GenerationOptions, ModelChoice } from '../../contract/language-models.ts'
import type { MayWait } from '../../contract/waiting.ts'

/** How a question is to be answered where that is not as the settings say. */
export type AskedHow = {
  scope?: 'passages' | 'collection'
  /** False looks anew even where an answer was kept. */
  reuse?: boolean
  /** True searches more broadly. */
  broad?: boolean
  /** Of one question alone; without it, as the conversation says. */
  options?: GenerationOptions
  /** Whether it may be answered later, of a question that is asked for the first time. */
  mayWait?: MayWait
}

/** An answer that is on its way, or one that ended without the engine having kept it. */
export type LiveAnswer = {
  /** The page's own, because the engine's id comes with the first event. */
  key: number
  messageId: string | null
  /** That was asked for; null leaves it to the conversation. */
  model: string | null
  /** Null until the engine has begun to answer. */
  head: AnswerHead | null
  /** Null until a model was chosen, and for an answer that asks none. */
  choice: ModelChoice | null
  /** What the model thought before it answered, as far as it has come. */
  reasoning: string
  /** Of an answer that a model writes: its Markdown as far as it has come. */
  text: string
  citations: readonly Citation[]
  sentences: readonly AnswerSentence[]
  /** The whole of it, once it has ended. */
  answer: Answer | null
  state: 'asking' | 'stopping' | 'stopped' | 'done' | 'failed'
  error: unknown
  startedAt: number
}

/** A question that is being answered, by one model or by several side by side. */
export type LiveExchange = {
  question: string
  /** Null until the engine has kept it. */
  questionId: string | null
  /** The message that it follows; undefined is the last one. */
  parentId: string | null | undefined
  libraries: readonly string[]
  attachments: readonly Attachment[]
  how: AskedHow
  answers: readonly LiveAnswer[]
}

export function emptyAnswer(key: number, model: string | null): LiveAnswer {
  return {
    key,
    messageId: null,
    model,
    head: null,
    choice: null,
    reasoning: '',
    text: '',
    citations: [],
    sentences: [],
    answer: null,
    state: 'asking',
    error: null,
    startedAt: Date.now(),
  }
}

export function extendAnswer(answer: LiveAnswer, event: AnswerEvent): LiveAnswer {
  switch (event.type) {
    case 'answer-start':
      return { ...answer, messageId: event.messageId, head: event }
    case 'model-start':
      return { ...answer, choice: event.choice }
    case 'reasoning-delta':
      return { ...answer, reasoning: answer.reasoning + event.text }
    case 'text-delta':
      return { ...answer, text: answer.text + event.text }
    case 'citation-add':
      return { ...answer, citations: [...answer.citations, event.citation] }
    case 'sentence-add':
      return { ...answer, sentences: [...answer.sentences, event.sentence] }
    case 'answer-end':
      return {
        ...answer,
        head: event.answer,
        choice: event.answer.generation?.choice ?? answer.choice,
        text: event.answer.mode === 'generated' ? event.answer.answer : answer.text,
        citations: event.answer.citations,
        sentences: event.answer.sentences,
        answer: event.answer,
      }
    case 'answer-waiting':
      return { ...answer, messageId: event.messageId }
  }
}

/** Whether any of its answers is still to come. */
export function isBusy(live: LiveExchange | undefined): boolean {
  return live?.answers.some(({ state }) => state === 'asking' || state === 'stopping') === true
}
