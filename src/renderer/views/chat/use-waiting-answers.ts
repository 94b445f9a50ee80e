import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Message } from '../../../contract/chat.ts'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { lookAgainIn } from './question-that-waits.ts'

const none: readonly WaitingAnswer[] = []

/** Answers of a conversation that wait for a model. While there are any, the conversation is looked at along with them. */
export function useWaitingAnswers(
  conversationId: string | null,
  messages: readonly Message[],
): readonly WaitingAnswer[] {
  const isUnanswered = messages.some(({ role, state }) => role === 'assistant' && state !== 'complete')
  const { data, dataUpdatedAt } = useQuery({
    ...engine.chat.waiting.queryOptions({ input: { conversationId: conversationId ?? '' } }),
    enabled: conversationId !== null && isUnanswered,
    refetchInterval: ({ state }) => lookAgainIn(state.data ?? none, Date.now()) ?? false,
  })
  useEffect(() => {
    if (conversationId === null || dataUpdatedAt === 0) return
    const { queryKey } = engine.chat.conversations.get.queryOptions({ input: { conversationId } })
    void queryClient.invalidateQueries({ queryKey })
  }, [conversationId, dataUpdatedAt])
  return isUnanswered ? (data ?? none) : none
}
