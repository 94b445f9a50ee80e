import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection } from '../connection.ts'

/** Messages of one branch that are looked at, counted from its end. */
const mostMessages = 1_000

/**
 * SQL for the branch that ends with the message `:headId`, as a table `branch` with each message's `id` and how far it
 * stands from the end. To be put before a SELECT that is given `branchValues`.
 */
export const branch = `
  WITH RECURSIVE branch (id, parent_id, steps) AS (
    SELECT id, parent_id, 0 FROM messages WHERE id = :headId
    UNION ALL SELECT m.id, m.parent_id, b.steps + 1 FROM branch b JOIN messages m ON m.id = b.parent_id
    LIMIT :mostMessages)`

export function branchValues(headId: string | null): { headId: string | null; mostMessages: number } {
  return { headId, mostMessages }
}

/** @throws Failure MESSAGE_NOT_FOUND for one that is not of this conversation */
export function requireMessage(
  connection: ReadConnection,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): { id: string; parentId: string | null; role: 'user' | 'assistant'; text: string } {
  const row = connection.get<{ id: string; parentId: string | null; role: 'user' | 'assistant'; text: string }>(
    'messages.require',
    'SELECT id, parent_id AS parentId, role, text FROM messages WHERE id = ? AND conversation_id = ?',
    [messageId, conversationId],
  )
  if (row === undefined) throw new Failure('MESSAGE_NOT_FOUND', { messageId })
  return row
}
