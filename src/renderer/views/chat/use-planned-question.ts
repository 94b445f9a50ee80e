import { useRef, useState } from 'react'
import type { Answer } from '../../../contract/answers.ts'
import type { AnswerPlan, Attachment } from '../../../contract/chat.ts'
import { client } from '../../engine/client.ts'
import type { AskedHow } from '../../engine/live-answer.ts'
import { maybeOfCollection, needsConsent } from '../../engine/plan-question.ts'

/** A question with everything that it is asked with. */
export type NewQuestion = {
  question: string
  libraryIds: readonly string[]
  how: AskedHow
  /** None leaves it to the conversation; several answer side by side. */
  models: readonly string[]
  attachments: readonly Attachment[]
  /** The message that it follows; without it, the last. */
  parentId?: string | null
}

type Waiting = { conversationId: string | null; asked: NewQuestion; plan: AnswerPlan }

type PlannedQuestionOptions = {
  conversationId: string | null
  /** The answer before the question. */
  before: Answer | null
  onAsk(asked: NewQuestion): void
  /** Gives back what was typed. */
  onCancel(asked: NewQuestion): void
}

/** Asks questions, except those that would read so much that the person has to say so first. */
export function usePlannedQuestion({ conversationId, before, onAsk, onCancel }: PlannedQuestionOptions) {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [isPlanning, setPlanning] = useState(false)
  const controller = useRef<AbortController | null>(null)

  const ask = async (asked: NewQuestion) => {
    const { question, libraryIds, how, models, attachments } = asked
    setWaiting(null)
    if (how.scope === 'passages' || (how.scope === undefined && !maybeOfCollection(question, before))) {
      onAsk(asked)
      return
    }
    const planning = new AbortController()
    controller.current = planning
    setPlanning(true)
    try {
      const plan = await client.chat.plan(
        {
          question,
          libraries: [...libraryIds],
          attachments: attachments.map(({ id }) => id),
          ...(conversationId === null ? {} : { conversationId }),
          ...(models[0] === undefined ? {} : { model: models[0] }),
        },
        { signal: planning.signal },
      )
      if (needsConsent(how.scope === 'collection' ? { ...plan, kind: 'collection' } : plan)) {
        setWaiting({ conversationId, asked, plan })
        return
      }
    } catch {
      // Whatever is wrong with the question, its asking says it in the thread.
    } finally {
      setPlanning(false)
    }
    if (planning.signal.aborted) onCancel(asked)
    else onAsk(asked)
  }

  // Another conversation was opened meanwhile: it waits there until the person comes back.
  const here = waiting?.conversationId === conversationId ? waiting : null
  const leave = (then: (asked: NewQuestion) => void) => () => {
    if (here === null) return
    setWaiting(null)
    then(here.asked)
  }
  const askWith = (scope: 'collection' | 'passages') =>
    leave((asked) => onAsk({ ...asked, how: { ...asked.how, scope } }))
  return {
    ask: (asked: NewQuestion) => void ask(asked),
    isPlanning,
    stop: () => controller.current?.abort(),
    waiting:
      here === null
        ? null
        : {
            question: here.asked.question,
            plan: here.plan,
            onRead: askWith('collection'),
            onPassages: askWith('passages'),
            onCancel: leave(onCancel),
          },
  }
}
