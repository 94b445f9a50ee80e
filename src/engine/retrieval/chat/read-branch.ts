import type { Store } from '../../store/store.ts'
import type { PastExchange } from './fit-history.ts'

export type BranchBefore = {
  /** The last questions, oldest first, as a follow-up may lean on them. */
  questions: string[]
  /** Questions that have an answer, or the beginning of one. */
  exchanges: PastExchange[]
}

/** What a branch holds up to a message: the conversation as the next question finds it. */
export async function readBranch(store: Store, headId: string | null, signal?: AbortSignal): Promise<BranchBefore> {
  if (headId === null) return { questions: [], exchanges: [] }
  const { questions, messages } = await store.read('messages.branch', { headId }, signal)
  const exchanges: PastExchange[] = []
  for (const [place, { role, text, attachmentIds }] of messages.entries()) {
    const answer = messages[place + 1]
    if (role !== 'user' || answer?.role !== 'assistant' || answer.text === '') continue
    const attachments =
      attachmentIds.length === 0 ? [] : await store.read('chatAttachments.contents', { attachmentIds }, signal)
    exchanges.push({ question: text, attachments, answer: answer.text, documentIds: answer.documentIds })
  }
  return { questions, exchanges }
}
