import { client, engine } from './client.ts'
import { queryClient } from './query-client.ts'

/** Models are asked no more for an answer that waits; where one is being asked just now, that ends too. */
export async function stopWaiting(messageId: string): Promise<void> {
  await client.chat.stopWaiting({ messageId })
  await client.chat.stop({ messageId })
  await queryClient.invalidateQueries({ queryKey: engine.chat.waiting.key() })
}

/** What waits is known before the answer leaves its place for it. */
export async function lookAtWaiting(conversationId: string): Promise<void> {
  await queryClient
    .fetchQuery(engine.chat.waiting.queryOptions({ input: { conversationId }, staleTime: 0 }))
    .catch(() => {
      // The conversation looks again by itself.
    })
}
