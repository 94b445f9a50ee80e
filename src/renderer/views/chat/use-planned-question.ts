import { useRef, useState } from 'react'
import type { Answer, AnswerPlan } from '../../../contract/chat.ts'
import type { AskedHow } from '../../engine/asking.ts'
import { client } from '../../engine/client.ts'
import { maybeOfCollection, needsConsent } from '../../engine/plan-question.ts'

type Waiting = {
  conversationId: string | null
  question: string
  libraryIds: readonly string[]
  how: AskedHow
  plan: AnswerPlan
}

type PlannedQuestionOptions = {
  conversationId: string | null
  /** The answer before the question. */
  before: Answer | null
  onAsk(question: string, libraryIds: readonly string[], how: AskedHow): void
  /** Gives back what was typed. */
  onCancel(question: string, libraryIds: readonly string[]): void
}

/** Asks questions, except those that would read so much that the person has to say so first. */
export function usePlannedQuestion({ conversationId, before, onAsk, onCancel }: PlannedQuestionOptions) {
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [isPlanning, setPlanning] = useState(false)
  const controller = useRef<AbortController | null>(null)

  const ask = async (question: string, libraryIds: readonly string[], how: AskedHow) => {
    setWaiting(null)
    if (how.scope === 'passages' || (how.scope === undefined && !maybeOfCollection(question, before))) {
      onAsk(question, libraryIds, how)
      return
    }
    const planning = new AbortController()
    controller.current = planning
    setPlanning(true)
    try {
      const plan = await client.chat.plan(
        { question, libraries: [...libraryIds], ...(conversationId === null ? {} : { conversationId }) },
        { signal: planning.signal },
      )
      if (needsConsent(how.scope === 'collection' ? { ...plan, kind: 'collection' } : plan)) {
        setWaiting({ conversationId, question, libraryIds, how, plan })
        return
      }
    } catch {
      // Whatever is wrong with the question, its asking says it in the thread.
    } finally {
      setPlanning(false)
    }
    if (planning.signal.aborted) onCancel(question, libraryIds)
    else onAsk(question, libraryIds, how)
  }

  // Another conversation was opened meanwhile: it waits there until the person comes back.
  const here = waiting?.conversationId === conversationId ? waiting : null
  const leave = (then: (planned: Waiting) => void) => () => {
    if (here === null) return
    setWaiting(null)
    then(here)
  }
  return {
    ask: (question: string, libraryIds: readonly string[], how: AskedHow) => void ask(question, libraryIds, how),
    isPlanning,
    stop: () => controller.current?.abort(),
    waiting:
      here === null
        ? null
        : {
            question: here.question,
            plan: here.plan,
            onRead: leave(({ question, libraryIds, how }) =>
              onAsk(question, libraryIds, { ...how, scope: 'collection' }),
            ),
            onPassages: leave(({ question, libraryIds, how }) =>
              onAsk(question, libraryIds, { ...how, scope: 'passages' }),
            ),
            onCancel: leave(({ question, libraryIds }) => onCancel(question, libraryIds)),
          },
  }
}
