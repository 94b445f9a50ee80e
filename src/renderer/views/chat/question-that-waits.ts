import type { Message } from '../../../contract/chat.ts'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import { mayPass } from '../../../domain/waiting-pause.ts'
import { toFailure } from '../../engine/failure.ts'
import type { LiveExchange } from '../../engine/live-answer.ts'
import type { NewQuestion } from './use-planned-question.ts'

const soonestLook = 1_000
const latestLook = 15_000

/** Whether asking again later may bring an answer that could not be had now. */
export function mayPassWithTime(error: unknown): boolean {
  const { code, data } = toFailure(error)
  return mayPass(code, typeof data.status === 'number' ? data.status : null)
}

/** What has failed, asked once more in the same place of the conversation and with the same files, by one that may wait. */
export function questionThatWaits(live: LiveExchange, messages: readonly Message[]): NewQuestion {
  const kept = messages.find(({ id }) => id === live.questionId)
  const parentId = kept === undefined ? live.parentId : kept.parentId
  const failed = live.answers.find(({ state }) => state === 'failed')
  return {
    question: live.question,
    libraryIds: live.libraries,
    how: { ...live.how, mayWait: 'if-needed' },
    models: failed?.model == null ? [] : [failed.model],
    attachments: kept?.attachments ?? live.attachments,
    ...(parentId === undefined ? {} : { parentId }),
  }
}

/** Milliseconds until answers that wait are looked at again; null where none of them is asked for any more. */
export function lookAgainIn(waiting: readonly WaitingAnswer[], now: number): number | null {
  const next = waiting.flatMap(({ retryAt }) => retryAt ?? [])
  if (next.length === 0) return null
  return Math.min(latestLook, Math.max(soonestLook, Math.min(...next) - now))
}
